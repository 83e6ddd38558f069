// <ch-chart><script type="application/json">ChartModel</script></ch-chart>
// Draws the model with Apache ECharts into a shadow root, where enhanced navigation leaves it alone. Nothing here needs inline styles:
// colours are read from the page's custom properties, the tooltip is built from elements.

const library = new URL('./lib/echarts/echarts.min.js', import.meta.url);
const loaded = globalThis.echarts ? Promise.resolve() : new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = library;
  script.onload = resolve;
  script.onerror = reject;
  document.head.append(script);
});

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; position: relative; }
  .plot { position: absolute; inset: 0; border-radius: 4px; }
  .plot:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .tip { font: 400 .8125rem/1.45 var(--ch-font); color: var(--text-primary); }
  .tip p { margin: 0 0 2px; font-weight: 600; }
  .tip dl { display: grid; grid-template-columns: 10px 1fr auto; gap: 0 8px; margin: 0; align-items: center; }
  .tip dt { color: var(--text-secondary); }
  .tip dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
  .tip svg { width: 10px; height: 10px; }
`);

const palette = host => {
  const probe = document.createElement('span');
  host.shadowRoot.append(probe);
  // The tokens are light-dark() pairs; only a used value says which side holds.
  const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
  const colours = Object.fromEntries(Object.entries({
    text: '--text-primary', dim: '--text-secondary', surface: '--surface', line: '--ch-line-strong', grid: '--ch-grid', band: '--ch-band',
    subject: '--primary', context: '--ch-common', limit: '--ch-common', soft: '--ch-accent-soft',
    h1: '--ch-h1', h2: '--ch-h2', h3: '--ch-h3', h4: '--ch-h4', h5: '--ch-h5', h6: '--ch-h6',
  }).map(([key, name]) => [key, colour(name)]));
  probe.remove();
  return colours;
};

const dark = matchMedia('(prefers-color-scheme: dark)');

class Chart extends HTMLElement {
  #reader; #plot; #spoken; #chart; #model; #at = -1; #watchers = []; #drawn = '';

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    this.#reader = Object.assign(document.createElement('div'), { className: 'plot', tabIndex: 0 });
    this.#plot = Object.assign(document.createElement('div'), { className: 'plot' });
    this.#reader.append(this.#plot);
    this.#spoken = Object.assign(document.createElement('div'), { className: 'sr' });
    this.#spoken.setAttribute('role', 'status');
    this.#reader.setAttribute('role', 'application');
    this.#reader.setAttribute('aria-roledescription', 'chart');
    shadow.append(this.#reader, this.#spoken);
    this.#reader.addEventListener('keydown', event => this.#key(event));
    this.#reader.addEventListener('blur', () => { this.#at = -1; this.#chart?.dispatchAction({ type: 'hideTip' }); });
  }

  async connectedCallback() {
    await loaded;
    await document.fonts?.ready;
    if (!this.isConnected || this.#watchers.length) return;
    const resized = new ResizeObserver(() => this.#resize());
    resized.observe(this);
    const theme = new MutationObserver(() => this.#draw());
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const data = new MutationObserver(() => this.#draw());
    data.observe(this, { childList: true, characterData: true, subtree: true });
    const onScheme = () => this.#draw();
    dark.addEventListener('change', onScheme);
    this.#watchers = [() => resized.disconnect(), () => theme.disconnect(), () => data.disconnect(), () => dark.removeEventListener('change', onScheme)];
    this.#draw();
  }

  disconnectedCallback() {
    for (const stop of this.#watchers) stop();
    this.#watchers = [];
    this.#chart?.dispose();
    this.#chart = undefined;
    this.#drawn = '';
  }

  /** A file of the chart as a Blob: "svg" or "png". */
  async file(kind) {
    // While the table is shown the chart has no size.
    const { width: shown, height: tall } = this.getBoundingClientRect();
    const width = shown || 900, height = tall || 320;
    if (kind === 'svg') {
      const still = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
      still.setOption({ ...this.#option(width), animation: false});
      const text = still.renderToSVGString();
      still.dispose();
      return new Blob([text], { type: 'image/svg+xml' });
    }
    const off = document.createElement('div');
    const still = echarts.init(off, null, { renderer: 'canvas', width, height, devicePixelRatio: 2 });
    still.setOption(this.#option(width));
    const canvas = still.renderToCanvas({ backgroundColor: palette(this).surface });
    const blob = await new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
    still.dispose();
    return blob;
  }

  get name() { return this.#model?.title ?? 'chart'; }

  #resize() {
    const { width, height } = this.getBoundingClientRect();
    if (!width || !height) return;
    if (!this.#chart) return this.#draw();
    this.#chart.resize();
    this.#chart.setOption(this.#option(width), { notMerge: true });
  }

  #draw() {
    const text = this.querySelector('script[type="application/json"]')?.textContent;
    const { width, height } = this.getBoundingClientRect();
    if (!text || !width || !height) return;
    const drawn = text + getComputedStyle(this).color;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#model = JSON.parse(text);
    this.#at = -1;
    this.#chart ??= echarts.init(this.#plot, null, { renderer: 'svg' });
    this.#chart.setOption(this.#option(width), { notMerge: true });
    // At once and not in the next frame, because printing does not wait for one.
    this.#chart.getZr().flush();
    this.#reader.setAttribute('aria-label', `${this.#model.title}. Left and right arrow keys read the points.`);
  }

  #key(event) {
    const count = this.#model?.xLabels.length ?? 0;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === 'Escape') { this.#chart.dispatchAction({ type: 'hideTip' }); return; }
    let next;
    if (event.key in steps) next = Math.min(count - 1, Math.max(0, this.#at + steps[event.key]));
    else if (event.key === 'Home') next = 0;
    else if (event.key === 'End') next = count - 1;
    else return;
    event.preventDefault();
    this.#at = next;
    this.#chart.dispatchAction({ type: 'showTip', seriesIndex: this.#firstSeries, dataIndex: next });
    const model = this.#model;
    this.#spoken.textContent = [model.xLabels[next], ...model.series.map(s => `${s.name} ${this.#words(s.values[next])}`),
      ...model.marks.filter(m => m.xIndex === next).map(m => m.label)].join(', ');
  }

  #firstSeries = 0;

  #words(value) {
    const { decimals, unit } = this.#model;
    if (value === 'hidden') return 'hidden';
    if (typeof value !== 'number') return '—';
    return this.#number(value, decimals) + (unit ? '\u202F' + unit : '');
  }

  #number(value, decimals) {
    return value.toLocaleString(document.documentElement.lang || undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace('-', '\u2212');
  }

  #option(width) {
    const model = this.#model, c = palette(this);
    const narrow = width < 520;
    const font = getComputedStyle(this).getPropertyValue('--ch-font').trim();
    const roles = {
      subject: { color: c.subject, width: 2 }, context: { color: c.context, width: 1.25 },
      mean: { color: c.dim, width: 1 }, limit: { color: c.limit, width: 1, type: [5, 4] }, aim: { color: c.text, width: 1, type: [1, 3], cap: 'round' },
    };
    const text = { color: c.dim, fontSize: 11, fontFamily: font };

    const category = {
      type: 'category', data: model.xLabels, boundaryGap: model.isHorizontal || model.series.some(s => s.shape === 'bar'), inverse: model.isHorizontal,
      axisLine: { lineStyle: { color: c.line } }, axisTick: { show: !model.isHorizontal, lineStyle: { color: c.line }, alignWithLabel: true },
      axisLabel: { ...text, hideOverlap: true, interval: model.isHorizontal ? 0 : 'auto', ...(model.isHorizontal ? { width: narrow ? 96 : 180, overflow: 'truncate' } : {}) },
    };
    const value = {
      type: 'value', min: model.yLow ?? 0, max: model.yHigh ?? undefined, splitNumber: narrow ? 3 : 5,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: c.grid } },
      axisLabel: { ...text, formatter: v => v.toLocaleString(document.documentElement.lang || undefined).replace('-', '\u2212') },
    };

    const series = [];
    for (const band of model.bands) {
      series.push(
        { name: `${band.name}, low`, type: 'line', data: band.low, stack: `band ${band.name}`, stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false }, z: 1 },
        { name: band.name, type: 'line', data: band.high.map((high, i) => high === null || band.low[i] === null ? null : high - band.low[i]), stack: `band ${band.name}`, stackStrategy: 'all', symbol: 'none', lineStyle: { opacity: 0 }, itemStyle: { color: c.band }, areaStyle: { color: c.band, opacity: 1 }, silent: true, z: 1 });
    }
    this.#firstSeries = series.length;
    for (const [i, s] of model.series.entries()) {
      const role = roles[s.role];
      const color = s.step ? c[`h${s.step}`] : s.shape === 'bar' && s.role === 'context' ? c.soft : role.color;
      const data = s.values.map(v => typeof v === 'number' ? v : null);
      const last = data.findLastIndex(v => v !== null);
      const common = { name: s.name, stack: s.stack ?? undefined, itemStyle: { color }, z: s.role === 'subject' ? 4 : 3, emphasis: { disabled: true }, cursor: 'default' };
      if (s.shape === 'bar') {
        series.push({ ...common, type: 'bar', data, barMaxWidth: model.isHorizontal ? 14 : 28, barCategoryGap: '35%', itemStyle: { color, borderRadius: s.stack ? 0 : model.isHorizontal ? [0, 2, 2, 0] : [2, 2, 0, 0], ...(s.stack ? { borderColor: c.surface, borderWidth: 1 } : {}) } });
      } else {
        series.push({
          ...common, type: 'line', data, connectNulls: false, lineStyle: { ...role, color },
          symbol: 'circle', showAllSymbol: true, showSymbol: s.shape === 'line' && ['subject', 'context'].includes(s.role),
          // Only the last point is marked when there are many.
          symbolSize: (_, p) => p.dataIndex === last ? 7 : data.length > 60 || narrow ? 0 : 4,
          ...(s.shape === 'area' ? { areaStyle: { color, opacity: s.step ? 1 : .25 } } : {}),
        });
      }
      if (i === 0) {
        // Suppressed places get a plate, marks get pins.
        series.at(-1).markArea = { silent: true, itemStyle: { color: c.band }, label: { show: true, position: 'inside', rotate: 90, formatter: 'hidden', ...text }, data: s.values.flatMap((v, at) => v === 'hidden' ? [[{ xAxis: Math.max(0, at - .5) }, { xAxis: at + .5 }]] : []) };
        series.at(-1).markLine = {
          silent: true, symbol: ['none', 'none'], animation: false, lineStyle: { color: c.text, width: 1, type: 'solid' },
          data: model.marks.map((m, n) => ({ xAxis: m.xIndex, label: { show: true, position: 'end', distance: 2, formatter: String(n + 1), color: c.surface, backgroundColor: c.text, borderRadius: 9, width: 18, height: 18, lineHeight: 18, align: 'center', fontSize: 11, fontWeight: 600, fontFamily: font } })),
        };
      }
    }

    const legend = model.series.length + model.bands.length > 1;
    return {
      animation: false,
      aria: { enabled: true, label: { description: model.description } },
      textStyle: { fontFamily: font },
      title: { text: [model.unit, model.yLow ? `axis starts at ${this.#number(model.yLow, 0)}` : ''].filter(Boolean).join(', '), left: 0, top: 3, padding: 0, textStyle: { ...text, fontWeight: 400 } },
      grid: { left: 4, right: 16, top: model.marks.length ? 46 : 26, bottom: legend ? 34 : 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: { show: legend, bottom: 0, left: 0, icon: 'roundRect', itemWidth: 14, itemHeight: 8, itemGap: 16, type: narrow ? 'scroll' : 'plain', selectedMode: false, textStyle: { ...text, fontSize: 12 }, data: [...model.series.map(s => s.name), ...model.bands.map(b => b.name)] },
      xAxis: model.isHorizontal ? value : category,
      yAxis: model.isHorizontal ? category : value,
      tooltip: {
        trigger: 'axis', confine: true, transitionDuration: 0, backgroundColor: c.surface, borderColor: c.line, borderWidth: 1, padding: [8, 12],
        axisPointer: { type: model.series.some(s => s.shape === 'bar') ? 'shadow' : 'line', lineStyle: { color: c.line, type: 'solid' }, shadowStyle: { color: c.grid, opacity: .5 }, animation: false, z: 0 },
        formatter: items => this.#tip(items, series, model),
      },
      series,
    };
  }

  #tip(items, series, model) {
    const at = items[0].dataIndex;
    const box = Object.assign(document.createElement('div'), { className: 'tip' });
    box.append(Object.assign(document.createElement('p'), { textContent: model.xLabels[at] }));
    const list = document.createElement('dl');
    for (const s of model.series) {
      const swatch = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      for (const [name, v] of Object.entries({ cx: 5, cy: 5, r: 4, fill: series.find(x => x.name === s.name).itemStyle.color })) dot.setAttribute(name, v);
      swatch.append(dot);
      list.append(swatch, Object.assign(document.createElement('dt'), { textContent: s.name }), Object.assign(document.createElement('dd'), { textContent: this.#words(s.values[at]) }));
    }
    box.append(list);
    for (const mark of model.marks.filter(m => m.xIndex === at)) box.append(Object.assign(document.createElement('div'), { textContent: mark.label }));
    return box;
  }
}

customElements.define('ch-chart', Chart);

customElements.define('ch-chartfile', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', async event => {
      const button = event.target.closest('button');
      const chart = this.closest('.ch-chartframe')?.querySelector('ch-chart');
      if (!button || !chart) return;
      const url = URL.createObjectURL(await chart.file(button.value));
      Object.assign(document.createElement('a'), { href: url, download: `${chart.name}.${button.value}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }
});
