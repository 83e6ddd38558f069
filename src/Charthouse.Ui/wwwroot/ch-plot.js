// <ch-plot>a chart that the server drew</ch-plot>: its points are read one after the other, with the pointer or with the arrow keys, at one tab stop.
// The words are the titles of the points, which the browser shows by itself where there is no script. Ring and words live in a shadow root,
// where enhanced navigation leaves them alone, and are styled from here, so a strict content policy lets them stand.
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  .reader { border-radius: 4px; }
  .reader:focus-visible { outline: 2px solid var(--primary); outline-offset: 2px; }
  .ring { position: absolute; width: 14px; height: 14px; margin: -9px 0 0 -9px; border: 2px solid var(--primary); border-radius: 50%; pointer-events: none; }
  .tip { position: absolute; z-index: 30; width: max-content; max-width: min(280px, 100%); box-sizing: border-box; padding: 8px 12px; border: 1px solid var(--ch-line-strong); border-radius: 6px;
    background: var(--surface); color: var(--text-secondary); font: 400 .8125rem/1.45 var(--ch-font); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; pointer-events: none; }
  .tip :first-child { color: var(--text-primary); font-weight: 600; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  [hidden] { display: none; }
  @media print { .ring, .tip { display: none; } }
`);

customElements.define('ch-plot', class extends HTMLElement {
  #reader; #ring; #tip; #spoken; #at = -1;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [sheet];
    const add = className => shadow.appendChild(Object.assign(document.createElement('div'), { className }));
    [this.#reader, this.#ring, this.#tip, this.#spoken] = ['reader', 'ring', 'tip', 'sr'].map(add);
    this.#reader.tabIndex = 0;
    this.#reader.setAttribute('role', 'application');
    this.#reader.setAttribute('aria-roledescription', 'chart');
    this.#reader.append(document.createElement('slot'));
    this.#spoken.setAttribute('role', 'status');
    this.#hide();
    this.#reader.addEventListener('keydown', event => this.#key(event));
    this.#reader.addEventListener('focus', () => { if (this.#at < 0) this.#show(this.#points.length - 1, true); });
    this.#reader.addEventListener('blur', () => this.#hide());
    for (const moved of ['pointermove', 'pointerdown']) this.addEventListener(moved, event => this.#show(this.#nearest(event)));
    this.addEventListener('pointerleave', () => { if (shadow.activeElement !== this.#reader) this.#hide(); });
  }

  connectedCallback() {
    const title = this.querySelector('svg > title')?.textContent ?? '';
    this.#reader.setAttribute('aria-label', `${title}. Left and right arrow keys read the points.`);
  }

  // Read anew each time: a page that is patched draws other points.
  get #points() { return [...this.querySelectorAll('svg > * > title')].map(title => title.parentElement); }

  #nearest({ clientX, clientY }) {
    let nearest = -1, least = Infinity;
    this.#points.forEach((point, i) => {
      const { left, right, top, bottom } = point.getBoundingClientRect();
      // Along the time axis first; height tells apart what stands above each other.
      const distance = Math.hypot((left + right) / 2 - clientX, ((top + bottom) / 2 - clientY) / 4);
      if (distance < least) [nearest, least] = [i, distance];
    });
    return nearest;
  }

  #key(event) {
    const last = this.#points.length - 1;
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === 'Escape') return this.#hide();
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in steps) this.#show(Math.min(last, Math.max(0, (this.#at < 0 ? last + 1 : this.#at) + steps[event.key])), true);
    else if (event.key === 'Home') this.#show(0, true);
    else if (event.key === 'End') this.#show(last, true);
    else return;
    event.preventDefault();
  }

  #hide() {
    this.#at = -1;
    this.#ring.hidden = this.#tip.hidden = true;
  }

  #show(at, isSpoken = false) {
    const point = this.#points[at];
    if (!point) return;
    this.#at = at;
    const lines = point.querySelector('title').textContent.split('\n');
    this.#tip.replaceChildren(...lines.map(line => Object.assign(document.createElement('div'), { textContent: line })));
    if (isSpoken) this.#spoken.textContent = lines.join('. ');
    this.#ring.hidden = this.#tip.hidden = false;
    const here = this.getBoundingClientRect(), { left, right, top, bottom } = point.getBoundingClientRect();
    const [x, y] = [(left + right) / 2 - here.left, (top + bottom) / 2 - here.top];
    Object.assign(this.#ring.style, { left: `${x}px`, top: `${y}px` });
    // Above the point, or below it where there is no room; never beside the chart, where the page would grow.
    const { offsetWidth: width, offsetHeight: height } = this.#tip;
    Object.assign(this.#tip.style, { left: `${Math.max(0, Math.min(x - width / 2, here.width - width))}px`, top: `${y - height - 14 < 0 ? y + 14 : y - height - 14}px` });
  }
});
