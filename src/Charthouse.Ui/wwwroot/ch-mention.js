// <ch-mention src="records/people">…<textarea>…</ch-mention>: suggests names of the directory while one is typed after an @.
// Without it a name is typed in full, and the server finds whom it means.
customElements.define('ch-mention', class extends HTMLElement {
  connectedCallback() {
    const text = this.querySelector('textarea');
    if (!text) return;
    const list = document.createElement('ul');
    list.className = 'ch-suggest';
    list.id = `suggest-${text.name}`;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'People');
    list.hidden = true;
    this.append(list);
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', list.id);
    let asked = 0, chosen = 0;

    const typed = () => /(?:^|[^\p{L}\p{N}._/\\-])@(\p{L}[\p{L}\p{N}'’ -]{0,40})$/u.exec(text.value.slice(0, text.selectionStart))?.[1];
    const close = () => { list.hidden = true; text.removeAttribute('aria-activedescendant'); };
    const mark = index => {
      chosen = index;
      [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
      text.setAttribute('aria-activedescendant', list.children[index].id);
    };
    const pick = name => {
      const start = text.selectionStart - (typed() ?? '').length;
      text.setRangeText(`${name} `, start, text.selectionStart, 'end');
      close();
      text.focus();
    };

    text.addEventListener('input', async () => {
      const name = typed();
      const mine = ++asked;
      if (!name || name.length < 2) return close();
      let people = [];
      try {
        const answer = await fetch(`${this.getAttribute('src')}?text=${encodeURIComponent(name.trim())}`, { headers: { Accept: 'application/json' } });
        if (answer.ok) people = await answer.json();
      } catch { /* no network: the name can be typed */ }
      // An answer that comes late is about something that is typed no more.
      if (mine !== asked) return;
      if (people.length === 0) return close();
      list.replaceChildren(...people.slice(0, 6).map((person, i) => {
        const item = document.createElement('li');
        item.id = `${list.id}-${i}`;
        item.setAttribute('role', 'option');
        item.textContent = person.name;
        if (person.note) {
          const note = document.createElement('span');
          note.className = 'ch-cap';
          note.textContent = ` ${person.note}`;
          item.append(note);
        }
        item.addEventListener('mousedown', event => { event.preventDefault(); pick(person.name); });
        item.dataset.name = person.name;
        return item;
      }));
      list.hidden = false;
      mark(0);
    });
    text.addEventListener('keydown', event => {
      if (list.hidden) return;
      const count = list.children.length;
      if (event.key === 'ArrowDown') mark((chosen + 1) % count);
      else if (event.key === 'ArrowUp') mark((chosen + count - 1) % count);
      else if (event.key === 'Enter' || event.key === 'Tab') pick(list.children[chosen].dataset.name);
      else if (event.key === 'Escape') close();
      else return;
      event.preventDefault();
    });
    text.addEventListener('blur', close);
  }
});
