import { Api } from '../api/api.js';
import { ResumeStore } from '../player/resume-store.js';

/** Signing out waits no longer than this for the ends of the streams; they end by themselves too. */
const PATIENCE_MS = 2_000;

// Made on every page: what another account has left in this tab is forgotten.
const store = new ResumeStore(() => sessionStorage, document.body.dataset.account);
const form = document.getElementById('leave');

/** The streams of this tab end before the sign-in that they belong to does. */
form?.addEventListener('submit', async (event) => {
  const sessions = store.takeSessions();
  if (sessions.length === 0) {
    return; // none, or the second time round
  }
  event.preventDefault();
  const { submitter } = event;
  const api = new Api();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  await Promise.allSettled(
    sessions.map((session) => api.endStream(session.file_id, session.request_id, signal)),
  );
  form.requestSubmit(submitter);
});
