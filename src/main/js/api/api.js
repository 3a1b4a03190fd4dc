import { Code, PlayerError } from '../player/player-error.js';
import { problemOf } from '../player/problem.js';

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
    return this.#json('GET', `/api/videos/${id}`, { signal });
  }

  rename(id, title, signal) {
    return this.#json('PATCH', `/api/videos/${id}`, { body: { title }, signal });
  }

  deleteVideo(id, signal) {
    return this.#json('DELETE', `/api/videos/${id}`, { signal });
  }

  /** Opens a stream session; the key is in the body and nowhere else. */
  openStream(id, encryptionKey, signal) {
    return this.#json('POST', `/api/stream/${id}`, {
      body: { encryption_key: encryptionKey },
      signal,
    });
  }

  /** Ends a stream session, also from a page that is being left. */
  endStream(id, requestId) {
    return this.#json('DELETE', `/api/stream/${id}/${requestId}`, { keepalive: true });
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
      throw signal?.aborted ? PlayerError.aborted() : unreachable(thrown);
    }
    if (!response.ok) {
      throw await problemOf(response);
    }
    if (response.status === 204) {
      return null;
    }
    try {
      return await response.json();
    } catch (thrown) {
      throw new PlayerError(Code.UNREADABLE_ANSWER, undefined, { cause: thrown });
    }
  }
}

function unreachable(cause) {
  return new PlayerError(
    Code.CONNECTION_LOST,
    "The server can't be reached. Check your connection, then try again.",
    { cause },
  );
}
