import { revealSecrets } from '../ui/secret-field.js';

revealSecrets();
const invalid = /** @type {HTMLElement | null} */ (document.querySelector('[aria-invalid="true"]'));
invalid?.focus();
for (const form of document.forms) {
  // PBKDF2 is slow by design, and a second click would only start it again.
  form.addEventListener('submit', (event) => {
    if (form.classList.contains('is-sent')) {
      event.preventDefault();
    }
    form.classList.add('is-sent');
  });
}
// A page from the back/forward cache would still refuse to send its form.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
