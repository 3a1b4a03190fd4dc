import { Api } from '../api/api.js';
import { ResumeStore } from '../player/resume-store.js';

/**
 * Signing out waits for the ends of the streams no longer than this; without a request they end some
 * time later.
 */
const END_STREAMS_TIMEOUT_MS = 2_000;

// Every page creates the store, which clears what another account has left in this tab.
const store = new ResumeStore(() => sessionStorage, document.body.dataset.account);
const form = /** @type {HTMLFormElement | null} */ (document.getElementById('leave'));

// The streams of this tab end before the sign-in to which they belong.
form?.addEventListener('submit', async (event) => {
  const sessions = store.takeSessions();
  if (sessions.length === 0) {
    return; // Either there are no streams, or this is the second submit, after their ends.
  }
  event.preventDefault();
  const { submitter } = event;
  const api = new Api();
  const signal = AbortSignal.timeout(END_STREAMS_TIMEOUT_MS);
  await Promise.allSettled(
    sessions.map((session) => api.endStream(session.file_id, session.request_id, signal)),
  );
  form.requestSubmit(submitter);
});
