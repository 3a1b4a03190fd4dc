import { revealSecrets } from '../ui/secret-field.js';

revealSecrets();
document.querySelector('[aria-invalid="true"]')?.focus();
for (const form of document.forms) {
  // PBKDF2 takes its time on purpose: a second click would only start it again.
  form.addEventListener('submit', (event) => {
    if (form.classList.contains('is-sent')) {
      event.preventDefault();
    }
    form.classList.add('is-sent');
  });
}
// Back from the history, the form takes an answer again.
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
