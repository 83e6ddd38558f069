// Makes the pages for the phone kinder; without it they work all the same. The theme that the reader chose, a draft that survives a closed page, and how much fits.
(() => {
  const read = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { value ? localStorage.setItem(key, value) : localStorage.removeItem(key); } catch { /* private mode: no draft */ } };
  const theme = read('theme');
  if (theme) document.documentElement.dataset.theme = theme;

  // A report that has arrived needs no draft any more.
  if (document.querySelector('.thanks')) write('report.draft', null);

  const text = document.querySelector('#report textarea');
  if (!text) return;
  const count = document.querySelector('.count'), number = count.querySelector('.n'), kept = count.querySelector('.kept');
  const show = () => { number.textContent = `${text.value.length.toLocaleString()} of ${text.maxLength.toLocaleString()}`; };
  if (!text.value) text.value = read('report.draft') ?? '';
  kept.hidden = read('report.draft') === null && !text.value;
  count.hidden = false;
  show();
  let waiting;
  text.addEventListener('input', () => {
    show();
    clearTimeout(waiting);
    waiting = setTimeout(() => { write('report.draft', text.value); kept.hidden = read('report.draft') === null; }, 500);
  });

  // Sent twice with one tap, it is one report; the second tap has nothing to do.
  document.querySelector('#report').addEventListener('submit', event => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  // Back from the page of thanks, the form may be sent again.
  addEventListener('pageshow', () => { delete document.querySelector('#report').dataset.sent; });
})();
