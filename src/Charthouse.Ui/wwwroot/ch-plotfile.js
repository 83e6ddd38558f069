// A chart that the server drew, as a file: the wide drawing with the looks that the page gives it, on the page's ground, with its title, what it says and the words of its pins.
const looks = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'display'];
const space = 'http://www.w3.org/2000/svg';
const line = 15;

// Words in lines of so many letters: a picture breaks none by itself.
function broken(words, most) {
  const lines = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    if (lines.length && lines.at(-1).length + word.length < most) lines[lines.length - 1] += ' ' + word;
    else lines.push(word);
  }
  return lines;
}

function still(drawn) {
  const copy = drawn.cloneNode(true);
  const from = [drawn, ...drawn.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, i) => {
    const computed = getComputedStyle(element);
    for (const look of looks) if (element !== drawn) to[i].style.setProperty(look, computed.getPropertyValue(look));
    to[i].removeAttribute('class');
  });
  const { width, height } = drawn.viewBox.baseVal;
  const most = Math.floor(width / 6);
  const said = broken(drawn.querySelector('desc')?.textContent ?? '', most);
  const pins = [...drawn.closest('.ch-card')?.querySelectorAll('.ch-marks li') ?? []].map(pin => broken(`${pin.querySelector('.pin').textContent}: ${pin.lastElementChild.textContent}`, most));
  const head = 33 + line * said.length, tall = height + head + (pins.length ? 10 : 0) + line * pins.flat().length;
  const page = getComputedStyle(document.body);
  const surface = getComputedStyle(drawn.closest('.ch-card') ?? document.body).backgroundColor;
  const outer = document.createElementNS(space, 'svg');
  outer.setAttribute('xmlns', space);
  outer.setAttribute('viewBox', `0 0 ${width} ${tall}`);
  outer.setAttribute('width', width);
  outer.setAttribute('height', tall);
  const ground = outer.appendChild(document.createElementNS(space, 'rect'));
  ground.setAttribute('width', width);
  ground.setAttribute('height', tall);
  ground.setAttribute('fill', surface);
  const say = (y, size, weight, words) => {
    const text = outer.appendChild(document.createElementNS(space, 'text'));
    for (const [name, value] of Object.entries({ x: 12, y, fill: page.color, 'font-family': page.fontFamily, 'font-size': size, 'font-weight': weight })) text.setAttribute(name, value);
    text.textContent = words;
  };
  say(20, 15, 600, drawn.querySelector('title')?.textContent ?? '');
  said.forEach((words, i) => say(38 + line * i, 11, 400, words));
  pins.flat().forEach((words, i) => say(head + height + line * (i + 1), 11, 400, words));
  const inner = outer.appendChild(document.createElementNS(space, 'g'));
  inner.setAttribute('transform', `translate(0 ${head})`);
  inner.append(...copy.childNodes);
  return { text: new XMLSerializer().serializeToString(outer), width, height: tall };
}

async function png({ text, width, height }) {
  const picture = new Image();
  picture.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
  await picture.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: width * 2, height: height * 2 });
  const context = canvas.getContext('2d');
  context.scale(2, 2);
  context.drawImage(picture, 0, 0, width, height);
  return await new Promise(resolve => canvas.toBlob(resolve, 'image/png'));
}

customElements.define('ch-plotfile', class extends HTMLElement {
  connectedCallback() {
    this.addEventListener('click', async event => {
      const button = event.target.closest('button');
      const drawn = this.parentElement.querySelector('.ch-wideplot svg');
      if (!button || !drawn) return;
      const made = still(drawn);
      const url = URL.createObjectURL(button.value === 'png' ? await png(made) : new Blob([made.text], { type: 'image/svg+xml' }));
      Object.assign(document.createElement('a'), { href: url, download: `${drawn.querySelector('title')?.textContent ?? 'chart'}.${button.value}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }
});
