import { sizeLimitHint } from '../errors/intermediary.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { parseProblem } from '../errors/problem.js';

/** Weight of the newest second in the speed that is shown: calm, yet not late. */
const SMOOTHING = 0.3;

/** An upload of which nothing has left for so long has lost its connection, whatever TCP believes. */
const STALL_MS = 60_000;

/**
 * @typedef {object} Progress
 * @property {number} sent bytes
 * @property {number} total bytes
 * @property {number} bytesPerSecond smoothed; 0 while unknown
 * @property {number} secondsLeft Infinity while unknown
 */

/**
 * Uploads one video. By XMLHttpRequest, since fetch doesn't tell how much it has sent.
 *
 * @param {{file: File, title: string, encryptionKey: string}} upload
 * @param {(progress: Progress) => void} onProgress
 * @param {AbortSignal} signal
 * @param {{XMLHttpRequest?: typeof XMLHttpRequest, FormData?: typeof FormData, stallMs?: number}}
 *     [options]
 * @returns {Promise<object>} the video JSON
 */
export function uploadVideo(upload, onProgress, signal, options = {}) {
  const Request = options.XMLHttpRequest ?? globalThis.XMLHttpRequest;
  const form = new (options.FormData ?? globalThis.FormData)();
  // The key goes before the file: the server encrypts as the bytes arrive.
  if (upload.title) {
    form.append('title', upload.title);
  }
  form.append('encryption_key', upload.encryptionKey);
  form.append('file', upload.file, upload.file.name);

  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled(false));
      return;
    }
    const request = new Request();
    const meter = speedometer();
    let allSent = false;
    let last = { loaded: 0, total: upload.file.size };
    let dog = 0;
    const abort = () => request.abort();
    const settle = (outcome, value) => {
      clearTimeout(dog);
      signal.removeEventListener('abort', abort);
      outcome(value);
    };
    const listen = () => {
      clearTimeout(dog);
      if (!allSent) {
        // Once all has left, the server may take its time with the last of it.
        dog = setTimeout(abort, options.stallMs ?? STALL_MS);
      }
    };
    signal.addEventListener('abort', abort, { once: true });
    request.upload.onprogress = ({ loaded, total }) => {
      last = { loaded, total };
      allSent = loaded >= total;
      listen();
      onProgress(meter(loaded, total));
    };
    request.onabort = () => settle(reject, signal.aborted ? cancelled(allSent) : brokenOff(last));
    request.onerror = () => settle(reject, brokenOff(last));
    request.onload = () => {
      if (request.status === 201) {
        try {
          settle(resolve, JSON.parse(request.responseText));
        } catch (cause) {
          settle(reject, new PlayerError(ErrorCode.UNREADABLE_ANSWER, undefined, { cause }));
        }
      } else {
        const retryAfter = request.getResponseHeader('Retry-After');
        const server = request.getResponseHeader('Server');
        const problem = parseProblem(request.status, request.responseText, retryAfter, server);
        settle(reject, allSent ? afterTheEnd(problem) : problem);
      }
    };
    request.open('POST', '/api/videos');
    request.setRequestHeader('Accept', 'application/json');
    request.send(form);
    listen();
  });
}

function cancelled(allSent) {
  return new PlayerError(
    ErrorCode.ABORTED,
    allSent
      ? 'The upload was cancelled at the very end: the library shows whether the video was kept.'
      : 'The upload was cancelled; nothing of it was kept.',
  );
}

function brokenOff({ loaded, total }) {
  if (loaded > 0 && loaded >= total) {
    return new PlayerError(
      ErrorCode.CONNECTION_LOST,
      'The connection broke off at the very end. Look into the library before you try again.',
    );
  }
  const words = 'The connection broke off, and nothing of the video was kept. Try again.';
  return new PlayerError(ErrorCode.CONNECTION_LOST, `${words} ${sizeLimitHint(loaded, total)}`.trim());
}

/** A proxy that lost Sealcast, or its patience, after the last byte doesn't know what became of it. */
function afterTheEnd(problem) {
  return problem.code === ErrorCode.CONNECTION_LOST
    ? new PlayerError(problem.code, `${problem.message} Look into the library first.`)
    : problem;
}

/**
 * Tells speed and time left from how much was sent when.
 *
 * @param {() => number} [now] milliseconds
 * @returns {(sent: number, total: number) => Progress}
 */
export function speedometer(now = () => performance.now()) {
  let lastAt = now();
  let lastSent = 0;
  let speed = 0;
  return (sent, total) => {
    const seconds = (now() - lastAt) / 1000;
    if (seconds >= 0.5) {
      const latest = (sent - lastSent) / seconds;
      speed = speed ? speed * (1 - SMOOTHING) + latest * SMOOTHING : latest;
      lastAt = now();
      lastSent = sent;
    }
    const secondsLeft = speed > 0 ? (total - sent) / speed : Infinity;
    return { sent, total, bytesPerSecond: speed, secondsLeft };
  };
}
