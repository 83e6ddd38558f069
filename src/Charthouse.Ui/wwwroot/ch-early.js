// Runs before the page is painted: the chosen theme, and what the reader folded away. Without it the page follows the system.
(() => {
  const root = document.documentElement;

  const stored = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); } catch { /* private mode: lasts for this page */ } };

  let theme = stored('theme'), printing = false;
  const apply = () => {
    const now = printing ? 'light' : theme;
    if (root.dataset.theme === (now ?? undefined)) return;
    if (now) root.dataset.theme = now; else delete root.dataset.theme;
  };
  apply();
  // Enhanced navigation copies the attributes of the new page, which has no theme.
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
  // Charts are drawn in the colours of the screen: paper needs the light ones before it is laid out.
  addEventListener('beforeprint', () => { printing = true; apply(); });
  addEventListener('afterprint', () => { printing = false; apply(); });

  const order = { auto: 'light', light: 'dark', dark: 'auto' };
  customElements.define('ch-theme', class extends HTMLElement {
    connectedCallback() {
      this.addEventListener('click', () => {
        const next = order[theme ?? 'auto'];
        theme = next === 'auto' ? null : next;
        store('theme', theme);
        apply();
      });
    }
  });

  // <details>…<ch-remember key="…"></ch-remember></details>
  customElements.define('ch-remember', class extends HTMLElement {
    connectedCallback() {
      const details = this.closest('details');
      if (!details) return;
      const key = `open.${this.getAttribute('key')}`;
      const restore = () => { const was = stored(key); if (was && details.open !== (was === '1')) details.open = was === '1'; };
      restore();
      details.querySelector('summary')?.addEventListener('click', () => store(key, details.open ? '0' : '1'));
      new MutationObserver(restore).observe(details, { attributes: true, attributeFilter: ['open'] });
    }
  });
})();
