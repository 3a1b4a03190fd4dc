import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { readProblem } from '../errors/problem.js';

/** What a visitor waits for is given up after so long; a network that is silent says nothing. */
const PATIENCE_MS = 30_000;

/**
 * The REST API as far as the pages use it. Every call takes an AbortSignal and rejects with a
 * PlayerError.
 */
export class Api {
  #fetch;

  /** @param {typeof fetch} [fetchLike] */
  constructor(fetchLike = (...a) => fetch(...a)) {
    this.#fetch = fetchLike;
  }

  /**
   * A part of the library, the newest first. Its `next` is the cursor of what comes after it.
   *
   * @param {{q?: string, cursor?: string, pageSize?: number}} query
   * @param {AbortSignal} signal
   */
  listVideos({ q = '', cursor = '', pageSize = 24 }, signal) {
    const parameters = new URLSearchParams({ q, page_size: pageSize });
    if (cursor) {
      parameters.set('cursor', cursor);
    }
    return this.#json('GET', `/api/videos?${parameters}`, { signal });
  }

  video(id, signal) {
    return this.#json('GET', `/api/videos/${id}`, { signal: patient(signal) });
  }

  rename(id, title, signal) {
    return this.#json('PATCH', `/api/videos/${id}`, { body: { title }, signal });
  }

  deleteVideo(id, signal) {
    return this.#json('DELETE', `/api/videos/${id}`, { signal });
  }

  /** Lets the processing of a failed video begin anew; the key is in the body and nowhere else. */
  reprocess(id, encryptionKey, signal) {
    return this.#json('POST', `/api/videos/${id}/reprocess`, {
      body: { encryption_key: encryptionKey },
      signal,
    });
  }

  /** Opens a stream session; the key is in the body and nowhere else. */
  openStream(id, encryptionKey, signal) {
    return this.#json('POST', `/api/stream/${id}`, {
      body: { encryption_key: encryptionKey },
      signal: patient(signal),
    });
  }

  /** Ends a stream session at once. */
  endStream(id, requestId, signal) {
    return this.#json('DELETE', `/api/stream/${id}/${requestId}`, { keepalive: true, signal });
  }

  /** The page is being left: the server ends the session some minutes later, unless it is used. */
  leaveStream(id, requestId) {
    return this.#json('POST', `/api/stream/${id}/${requestId}/leave`, { keepalive: true });
  }

  async #json(method, url, { body, signal, keepalive = false }) {
    let response;
    try {
      response = await this.#fetch(url, {
        method,
        headers: body
          ? { Accept: 'application/json', 'Content-Type': 'application/json' }
          : { Accept: 'application/json' },
        body: body && JSON.stringify(body),
        cache: 'no-store',
        keepalive,
        signal,
      });
    } catch (thrown) {
      const stopped = signal?.aborted && signal.reason?.name !== 'TimeoutError';
      throw stopped ? PlayerError.aborted() : unreachable(thrown);
    }
    if (!response.ok) {
      throw await readProblem(response);
    }
    if (response.status === 204) {
      return null;
    }
    try {
      return await response.json();
    } catch (thrown) {
      throw new PlayerError(ErrorCode.UNREADABLE_ANSWER, undefined, { cause: thrown });
    }
  }
}

function patient(signal) {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  return signal ? AbortSignal.any([signal, patience]) : patience;
}

function unreachable(cause) {
  return new PlayerError(
    ErrorCode.CONNECTION_LOST,
    "The server can't be reached. Check your connection, then try again.",
    { cause },
  );
}
