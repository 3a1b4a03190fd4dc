import { byId } from './dom.js';

/**
 * Lets every button with `data-reveals` show and hide the secret in the field whose id it holds.
 *
 * @param {ParentNode} [root]
 */
export function revealSecrets(root = document) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('[data-reveals]'))) {
    const input = byId(button.dataset.reveals ?? '', 'input');
    button.hidden = false;
    reveal(button, input, false);
    button.addEventListener('click', () => reveal(button, input, input.type === 'password'));
    // A secret doesn't stay readable on the screen after its form was sent.
    input.form?.addEventListener('submit', () => reveal(button, input, false));
  }
}

/**
 * Shows or hides one secret.
 *
 * @param {HTMLElement} button
 * @param {HTMLInputElement} input
 * @param {boolean} visible
 */
export function reveal(button, input, visible) {
  input.type = visible ? 'text' : 'password';
  button.textContent = visible ? 'Hide' : 'Show';
  button.setAttribute('aria-label', visible ? 'Hide what is typed' : 'Show what is typed');
}
