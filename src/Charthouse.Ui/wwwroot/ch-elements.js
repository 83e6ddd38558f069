// Small enhancements of static pages. Every page works without them.
import './ch-passkey.js';
import './ch-progress.js';
import './ch-upload.js';
import './ch-mention.js';
import './ch-plot.js';
import './ch-plotfile.js';

customElements.define('ch-autosubmit', class extends HTMLElement {
  connectedCallback() {
    const form = this.closest('form');
    if (!form) return;
    form.addEventListener('change', event => { if (event.target.matches('select')) form.requestSubmit(); });
    // "All" is the absence of a value, so that an address says only what was chosen.
    form.addEventListener('formdata', event => {
      for (const [name, value] of [...event.formData]) if (value === '') event.formData.delete(name);
    });
  }
});

// The search of the app bar takes the focus: "/" outside text, Ctrl+K anywhere.
customElements.define('ch-search', class extends HTMLElement {
  #press = event => {
    const isText = event.target.closest?.('input, textarea, select, [contenteditable]');
    const isAsked = event.key === '/' && !isText && !event.ctrlKey && !event.metaKey && !event.altKey || event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const input = this.querySelector('input');
    if (!isAsked || event.defaultPrevented || !input?.checkVisibility()) return;
    event.preventDefault();
    input.focus();
    input.select();
  };

  connectedCallback() { addEventListener('keydown', this.#press); }
  disconnectedCallback() { removeEventListener('keydown', this.#press); }
});

// Single letters follow the links that carry them, outside text: a queue is worked through without a mouse. S goes to the form.
customElements.define('ch-keys', class extends HTMLElement {
  #press = event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const key = event.key.toLowerCase();
    if (key === 's') { event.preventDefault(); document.querySelector('#sort input:not([type=hidden])')?.focus(); return; }
    if (!/^[a-z]$/.test(key)) return;
    const link = document.querySelector(`[data-key="${key}"]`);
    if (link) { event.preventDefault(); link.click(); }
  };

  connectedCallback() { addEventListener('keydown', this.#press); }
  disconnectedCallback() { removeEventListener('keydown', this.#press); }
});

// A button that prints the page; without script the browser's own command does.
customElements.define('ch-print', class extends HTMLElement {
  connectedCallback() { this.addEventListener('click', () => print()); }
});

// The chart library is a megabyte: it is fetched only when a page has a chart.
const wanted = () => { if (document.querySelector('ch-chart')) import('./ch-chart.js'); };
wanted();

// After a change of page (not of its filters) the heading takes the focus, as it would be read after a full load.
let path = location.pathname;
const arrived = () => {
  wanted();
  const navigation = document.getElementById('navigation');
  if (navigation?.matches(':popover-open')) navigation.hidePopover();
  if (location.pathname === path) return;
  path = location.pathname;
  document.querySelector('h1')?.focus({ preventScroll: Boolean(location.hash) });
};
addEventListener('load', () => globalThis.Blazor?.addEventListener?.('enhancedload', arrived));
