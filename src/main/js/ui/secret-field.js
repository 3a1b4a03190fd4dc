/** Lets every `[data-reveals]` button show and hide the secret that it names. */
export function revealSecrets(root = document) {
  for (const button of root.querySelectorAll('[data-reveals]')) {
    const input = document.getElementById(button.dataset.reveals);
    button.hidden = false;
    reveal(button, input, false);
    button.addEventListener('click', () => reveal(button, input, input.type === 'password'));
    // Nobody's screen should keep a password because the form was sent with it in sight.
    input.form?.addEventListener('submit', () => reveal(button, input, false));
  }
}

/** Shows or hides one. */
export function reveal(button, input, visible) {
  input.type = visible ? 'text' : 'password';
  button.textContent = visible ? 'Hide' : 'Show';
  button.setAttribute('aria-label', visible ? 'Hide what is typed' : 'Show what is typed');
}
