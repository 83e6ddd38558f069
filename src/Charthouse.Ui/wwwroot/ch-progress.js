// <ch-progress src="…"> follows server-sent events: {"value":3,"max":10,"text":"3 of 10 files","done":false,"href":"…"}
customElements.define('ch-progress', class extends HTMLElement {
  static observedAttributes = ['src'];
  #source;

  connectedCallback() { this.#listen(); }
  disconnectedCallback() { this.#source?.close(); this.#source = undefined; }
  attributeChangedCallback(_, before, now) { if (this.#source && before !== now) this.#listen(); }

  #listen() {
    this.#source?.close();
    const src = this.getAttribute('src');
    if (!src) return;
    this.#source = new EventSource(new URL(src, document.baseURI));
    this.#source.onopen = () => this.classList.add('live');
    // The browser tries again by itself; meanwhile the link is back.
    this.#source.onerror = () => this.classList.remove('live');
    this.#source.onmessage = event => this.#show(JSON.parse(event.data));
  }

  #show({ value, max, text, done, href }) {
    const bar = this.querySelector('progress');
    if (max !== undefined) bar.max = max;
    if (typeof value === 'number') bar.value = value; else if (value === null) bar.removeAttribute('value');
    if (text !== undefined) this.querySelector('.text').textContent = text;
    if (!done) return;
    this.#source.close();
    location.assign(href ? new URL(href, document.baseURI) : location.href);
  }
});
