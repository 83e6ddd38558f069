// <ch-passkey action="get|create" options="…"><form>…<input type="hidden" name="….Credential">…</form></ch-passkey>
// asks the device before the form is sent; the form then carries its answer. Hidden where the browser has no passkeys.
customElements.define('ch-passkey', class extends HTMLElement {
  connectedCallback() {
    this.hidden = !globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;
    this.addEventListener('submit', event => {
      event.preventDefault();
      this.#ask(event.target);
    });
  }

  async #ask(form) {
    const state = form.querySelector('.state'), button = form.querySelector('button[type=submit]');
    const token = form.querySelector('input[name=__RequestVerificationToken]').value;
    button.disabled = true;
    state.classList.remove('err');
    state.textContent = 'Follow your device…';
    try {
      const answer = await fetch(new URL(this.getAttribute('options'), document.baseURI), { method: 'POST', headers: { RequestVerificationToken: token } });
      if (!answer.ok) throw new Error(answer.status === 429 ? 'There were too many attempts. Wait a minute, then try again.' : 'The server did not answer as expected. Reload the page and try again.');
      const options = await answer.json();
      const credential = this.getAttribute('action') === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.querySelector('input[name$=".Credential"]').value = JSON.stringify(credential.toJSON());
      // A tick in another form counts here too.
      for (const copy of form.querySelectorAll('input[data-copy]')) copy.value = String(document.getElementsByName(copy.dataset.copy)[0]?.checked ?? false);
      form.submit();
    } catch (problem) {
      button.disabled = false;
      state.classList.add('err');
      state.textContent = problem.name === 'InvalidStateError' ? 'This device has a passkey for your account already.'
        : problem.name === 'NotAllowedError' || problem.name === 'AbortError' ? 'Cancelled, or the device took too long. Nothing was changed.'
        : problem.name === 'SecurityError' ? 'Passkeys need HTTPS and the address that they were made for.'
        : problem.message;
    }
  }
});
