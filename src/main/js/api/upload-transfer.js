import { sizeLimitHint } from '../errors/intermediary.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { parseProblem } from '../errors/problem.js';
import { withBasePath } from './base-path.js';

/** @import {Video} from './json.js' */

/** The weight of the latest measurement in the exponential moving average of the speed. */
const SMOOTHING = 0.3;

/** An upload that sends nothing for so long has lost its connection, even if TCP doesn't notice. */
const STALL_MS = 60_000;

/** The server tells by these first bytes that a file is certainly no video. */
const CHECKED_BYTES = 1024 * 1024;

/**
 * @typedef {object} Progress
 * @property {number} sent bytes
 * @property {number} total bytes
 * @property {number} bytesPerSecond moving average; 0 while unknown
 * @property {number} secondsLeft Infinity while unknown
 *
 * @typedef {{loaded: number, total: number}} Sent bytes of the request's body
 */

/**
 * Uploads one video. It uses XMLHttpRequest, since fetch doesn't report how much was sent. The
 * beginning of a large file is sent once more beside it: the browser reads the response to the upload
 * only when it has sent everything, also when that is refused at its beginning.
 *
 * @param {{file: File, title: string, encryptionKey: string}} upload
 * @param {(progress: Progress) => void} onProgress
 * @param {AbortSignal} signal
 * @param {{
 *   XMLHttpRequest?: typeof XMLHttpRequest,
 *   FormData?: typeof FormData,
 *   fetch?: typeof fetch,
 *   stallMs?: number,
 * }} [options]
 * @returns {Promise<Video>}
 */
export function uploadVideo(upload, onProgress, signal, options = {}) {
  const Request = options.XMLHttpRequest ?? globalThis.XMLHttpRequest;
  const form = new (options.FormData ?? globalThis.FormData)();
  // The key precedes the file, so that the server can encrypt the bytes as they arrive.
  if (upload.title) {
    form.append('title', upload.title);
  }
  form.append('encryption_key', upload.encryptionKey);
  form.append('file', upload.file, upload.file.name);

  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelledError(false));
      return;
    }
    const request = new Request();
    const progressOf = createProgressMeter();
    let allSent = false;
    /** @type {Sent} */
    let sent = { loaded: 0, total: upload.file.size };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let stallTimer;
    /** @type {PlayerError | null} */
    let refusal = null;
    const ended = new AbortController();
    const abort = () => request.abort();
    const cleanUp = () => {
      ended.abort();
      clearTimeout(stallTimer);
      signal.removeEventListener('abort', abort);
    };
    const fail = (/** @type {PlayerError} */ error) => {
      cleanUp();
      reject(error);
    };
    const restartStallTimer = () => {
      clearTimeout(stallTimer);
      if (!allSent) {
        // After the last byte the server needs time to store the end of the file.
        stallTimer = setTimeout(abort, options.stallMs ?? STALL_MS);
      }
    };
    signal.addEventListener('abort', abort, { once: true });
    request.upload.onprogress = ({ loaded, total }) => {
      sent = { loaded, total };
      allSent = loaded >= total;
      restartStallTimer();
      onProgress(progressOf(loaded, total));
    };
    request.onabort = () =>
      fail(refusal ?? (signal.aborted ? cancelledError(allSent) : brokenError(sent)));
    request.onerror = () => fail(brokenError(sent));
    request.onload = () => {
      try {
        const video = videoOf(request, allSent);
        cleanUp();
        resolve(video);
      } catch (thrown) {
        fail(PlayerError.from(thrown));
      }
    };
    request.open('POST', withBasePath('/api/videos'));
    request.setRequestHeader('Accept', 'application/json');
    request.send(form);
    restartStallTimer();
    checkBeginning(upload.file, ended.signal, options.fetch ?? globalThis.fetch).then((error) => {
      if (error && !ended.signal.aborted) {
        refusal = error;
        abort();
      }
    });
  });
}

/**
 * The refusal of a large file whose beginning shows that it is no video, else null. A failure of the
 * check is ignored, since the upload itself is checked too.
 *
 * @param {File} file
 * @param {AbortSignal} signal
 * @param {typeof fetch} send
 * @returns {Promise<PlayerError | null>}
 */
async function checkBeginning(file, signal, send) {
  if (file.size <= CHECKED_BYTES) {
    return null;
  }
  try {
    const response = await send(withBasePath('/api/videos/check'), {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream' },
      body: file.slice(0, CHECKED_BYTES),
      signal,
    });
    if (response.status !== 422) {
      return null;
    }
    const problem = parseProblem(response.status, await response.text(), null, null);
    return problem.code === 'not_a_video' ? problem : null;
  } catch {
    return null;
  }
}

/**
 * The video of an answer; throws the PlayerError of a refusal.
 *
 * @param {XMLHttpRequest} request
 * @param {boolean} allSent
 * @returns {Video}
 */
function videoOf(request, allSent) {
  if (request.status !== 201) {
    const retryAfter = request.getResponseHeader('Retry-After');
    const server = request.getResponseHeader('Server');
    const problem = parseProblem(request.status, request.responseText, retryAfter, server);
    throw allSent ? withLibraryHint(problem) : problem;
  }
  try {
    return JSON.parse(request.responseText);
  } catch (cause) {
    throw new PlayerError(ErrorCode.UNREADABLE_ANSWER, undefined, { cause });
  }
}

/** @param {boolean} allSent */
function cancelledError(allSent) {
  return new PlayerError(
    ErrorCode.ABORTED,
    allSent
      ? 'The upload was cancelled at the very end: the library shows whether the video was kept.'
      : 'The upload was cancelled; nothing of it was kept.',
  );
}

/** @param {Sent} sent */
function brokenError({ loaded, total }) {
  if (loaded > 0 && loaded >= total) {
    return new PlayerError(
      ErrorCode.CONNECTION_LOST,
      'The connection broke off at the very end. Look into the library before you try again.',
    );
  }
  const message = 'The connection broke off, and nothing of the video was kept. Try again.';
  const hint = sizeLimitHint(loaded, total);
  return new PlayerError(ErrorCode.CONNECTION_LOST, `${message} ${hint}`.trim());
}

/**
 * A proxy that loses its connection to Sealcast after the last byte doesn't know whether the video
 * was stored.
 *
 * @param {PlayerError} error
 */
function withLibraryHint(error) {
  return error.code === ErrorCode.CONNECTION_LOST
    ? new PlayerError(error.code, `${error.message} Look into the library first.`)
    : error;
}

/**
 * Computes the speed and the remaining time from the bytes that were sent.
 *
 * @param {() => number} [now] milliseconds
 * @returns {(sent: number, total: number) => Progress}
 */
export function createProgressMeter(now = () => performance.now()) {
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
