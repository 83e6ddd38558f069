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
    const input = form.querySelector('input[type=file]');
    const files = [...input.files];
    const bar = form.querySelector('progress');
    const state = form.querySelector('.state');
    const button = form.querySelector('button');
    const total = files.reduce((sum, file) => sum + file.size, 0) || 1;

    this.#busy = true;
    button.disabled = true;
    bar.hidden = false;
    state.classList.remove('err');
    let sent = 0, next = null;
    try {
      for (const [i, file] of files.entries()) {
        const which = files.length > 1 ? `${file.name}, file ${i + 1} of ${files.length}` : file.name;
        next = await this.#sendOne(form, input.name, file, done => {
          bar.value = (sent + done) / total;
          state.textContent = done < file.size ? `Sending ${which}: ${Math.floor(100 * (sent + done) / total)} %` : `${which} has arrived and is being checked`;
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

  // XMLHttpRequest, because fetch cannot tell how much of a body has been sent.
  #sendOne(form, field, file, progress) {
    const data = new FormData(form);
    const token = data.get('__RequestVerificationToken');
    const stream = this.getAttribute('stream');
    const request = new XMLHttpRequest();
    let body;
    if (stream) {
      const url = new URL(stream, document.baseURI);
      url.searchParams.set('name', file.name);
      for (const [name, value] of data) if (typeof value === 'string' && !name.startsWith('_')) url.searchParams.append(name, value);
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
        ? resolve(request.getResponseHeader('Location') ?? (request.responseURL !== new URL(form.action).href && !stream ? request.responseURL : null))
        : reject(new Error(this.#words(request, file)));
      request.onerror = () => reject(new Error(`${file.name} was not sent: the connection broke. Nothing was kept; send it again.`));
      request.send(body);
    });
  }

  #words(request, file) {
    try {
      const { title, detail } = JSON.parse(request.responseText);
      if (title) return [title, detail].filter(Boolean).join(' ');
    } catch { /* not a problem document */ }
    return request.status === 413 ? `${file.name} is larger than this server takes.` : `${file.name} was refused (${request.status}).`;
  }
});
