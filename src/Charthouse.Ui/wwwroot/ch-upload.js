// <ch-upload stream="…"> sends the files of its form one by one and shows how far it is.
customElements.define('ch-upload', class extends HTMLElement {
  #busy = false;

  connectedCallback() {
    this.addEventListener('submit', event => {
      event.preventDefault();
      event.stopPropagation();
      this.#send(event.target);
    });
    this.addEventListener('dragover', event => { event.preventDefault(); this.classList.add('over'); });
    this.addEventListener('dragleave', event => { if (!this.contains(event.relatedTarget)) this.classList.remove('over'); });
    this.addEventListener('drop', event => {
      event.preventDefault();
      this.classList.remove('over');
      const input = this.querySelector('input[type=file]');
      if (this.#busy || !event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      if (input.form.reportValidity()) this.#send(input.form);
    });
    addEventListener('beforeunload', this.#warn);
  }

  disconnectedCallback() { removeEventListener('beforeunload', this.#warn); }

  #warn = event => { if (this.#busy) event.preventDefault(); };

  async #send(form) {
    if (this.#busy) return;
    const files = [...form.querySelectorAll('input[type=file]')].flatMap(input => [...input.files].map(file => ({ file, field: input.name })));
    const bar = form.querySelector('progress');
    const state = form.querySelector('.state');
    const button = form.querySelector('button');
    const total = files.reduce((sum, { file }) => sum + file.size, 0);

    this.#busy = true;
    button.disabled = true;
    bar.hidden = false;
    state.classList.remove('err');
    let sent = 0, next = null;
    try {
      const target = this.hasAttribute('stream') ? await this.#start(form, files.length, total) : null;
      for (const [i, { file, field }] of files.entries()) {
        const which = files.length > 1 ? `${file.name}, file ${i + 1} of ${files.length}` : file.name;
        next = await this.#sendOne(form, target, field, file, i === files.length - 1, done => {
          const share = (sent + done) / (total || 1);
          bar.value = share;
          state.textContent = done < file.size ? `Sending ${which}: ${Math.floor(100 * share)} %` : `${which} has arrived and is being checked`;
        }) ?? next;
        sent += file.size;
      }
      this.#busy = false;
      location.assign(next ? new URL(next, document.baseURI) : location.href);
    } catch (problem) {
      state.classList.add('err');
      state.textContent = problem.message;
      bar.hidden = true;
    } finally {
      this.#busy = false;
      button.disabled = false;
    }
  }

  // Asks before the first byte is sent; the answer says where the files go.
  async #start(form, count, bytes) {
    const url = this.#with(form, new URL(this.getAttribute('stream'), document.baseURI));
    url.searchParams.set('files', count);
    url.searchParams.set('bytes', bytes);
    let answer;
    try {
      answer = await fetch(url, { method: 'POST', headers: { RequestVerificationToken: new FormData(form).get('__RequestVerificationToken') ?? '', Accept: 'application/json' } });
    } catch {
      throw new Error('The server did not answer. Nothing was sent; try again.');
    }
    if (!answer.ok) throw new Error(this.#words(await answer.text(), answer.status, 'The upload'));
    return new URL(answer.headers.get('Location'), document.baseURI);
  }

  #with(form, url) {
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && !name.startsWith('_')) url.searchParams.append(name, value);
    return url;
  }

  // XMLHttpRequest, because fetch cannot tell how much of a body has been sent.
  #sendOne(form, target, field, file, last, progress) {
    const data = new FormData(form);
    const token = data.get('__RequestVerificationToken');
    const request = new XMLHttpRequest();
    let body;
    if (target) {
      const url = this.#with(form, new URL(target));
      url.searchParams.set('name', file.name);
      url.searchParams.set('field', field);
      url.searchParams.set('last', last);
      request.open('PUT', url);
      request.setRequestHeader('Content-Type', 'application/octet-stream');
      body = file;
    } else {
      data.delete(field);
      data.append(field, file);
      request.open('POST', form.action);
      body = data;
    }
    if (token) request.setRequestHeader('RequestVerificationToken', token);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.onprogress = event => progress(Math.min(event.loaded, file.size));
    progress(0);
    return new Promise((resolve, reject) => {
      request.onload = () => request.status < 400
        ? resolve(request.getResponseHeader('Location') ?? (request.responseURL !== new URL(form.action).href && !target ? request.responseURL : null))
        : reject(new Error(this.#words(request.responseText, request.status, file.name)));
      request.onerror = () => reject(new Error(`${file.name} was not sent: the connection broke. Nothing was kept; send it again.`));
      request.send(body);
    });
  }

  #words(text, status, what) {
    try {
      const { title, detail } = JSON.parse(text);
      if (detail ?? title) return detail ?? title;
    } catch { /* not a problem document */ }
    return status === 413 ? `${what} is larger than this server takes.` : `${what} was refused (${status}).`;
  }
});
