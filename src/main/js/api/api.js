import './polyfills.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { readProblem } from '../errors/problem.js';
import { withBasePath } from './base-path.js';

/** @import {StreamSession, Video, VideoPage} from './json.js' */

/**
 * The time limit of a request that a user waits for: without it a request over a network that drops
 * packets would never end.
 */
const REQUEST_TIMEOUT_MS = 30_000;

/**
 * The REST API as far as the pages use it. Every call takes an AbortSignal and rejects with a
 * PlayerError.
 */
export class Api {
  #fetch;

  /** @param {typeof fetch} [fetchLike] */
  constructor(fetchLike = (...args) => fetch(...args)) {
    this.#fetch = fetchLike;
  }

  /**
   * Lists one page of the library, the newest video first.
   *
   * @param {{q?: string, cursor?: string, pageSize?: number}} query
   * @param {AbortSignal} signal
   * @returns {Promise<VideoPage>}
   */
  listVideos({ q = '', cursor = '', pageSize = 24 }, signal) {
    const parameters = new URLSearchParams({ q, page_size: String(pageSize) });
    if (cursor) {
      parameters.set('cursor', cursor);
    }
    return this.#json('GET', `/api/videos?${parameters}`, { signal });
  }

  /**
   * @param {number} id
   * @param {AbortSignal} [signal]
   * @returns {Promise<Video>}
   */
  video(id, signal) {
    return this.#json('GET', `/api/videos/${id}`, { signal: withTimeout(signal) });
  }

  /**
   * @param {number} id
   * @param {string} title
   * @param {AbortSignal} signal
   * @returns {Promise<Video>}
   */
  rename(id, title, signal) {
    return this.#json('PATCH', `/api/videos/${id}`, { body: { title }, signal });
  }

  /**
   * Saves where the viewer is in a video. The request is sent even if the page is left meanwhile.
   *
   * @param {number} id
   * @param {number} seconds 0 to start at the beginning the next time
   * @returns {Promise<void>}
   */
  savePosition(id, seconds) {
    return this.#json('PUT', `/api/videos/${id}/position`, {
      body: { seconds },
      keepalive: true,
      signal: withTimeout(),
    });
  }

  /**
   * @param {number} id
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  deleteVideo(id, signal) {
    return this.#json('DELETE', `/api/videos/${id}`, { signal });
  }

  /**
   * Starts the processing of a failed or a processed video again. The key is sent in the body and nowhere else.
   *
   * @param {number} id
   * @param {string} encryptionKey
   * @param {AbortSignal} [signal]
   * @returns {Promise<Video>}
   */
  reprocess(id, encryptionKey, signal) {
    return this.#json('POST', `/api/videos/${id}/reprocess`, {
      body: { encryption_key: encryptionKey },
      signal: withTimeout(signal),
    });
  }

  /**
   * Opens a session for the download of the uploaded file. The key is sent in the body and nowhere
   * else.
   *
   * @param {number} id
   * @param {string} encryptionKey
   * @param {AbortSignal} signal
   * @returns {Promise<{original_url: string}>}
   */
  openOriginal(id, encryptionKey, signal) {
    return this.#json('POST', `/api/videos/${id}/original`, {
      body: { encryption_key: encryptionKey },
      signal,
    });
  }

  /**
   * Cancels the processing of a video.
   *
   * @param {number} id
   * @param {AbortSignal} signal
   * @returns {Promise<Video>}
   */
  cancel(id, signal) {
    return this.#json('POST', `/api/videos/${id}/cancel`, { signal });
  }

  /**
   * Opens a stream session. The key is sent in the body and nowhere else.
   *
   * @param {number} id
   * @param {string} encryptionKey
   * @param {AbortSignal} [signal]
   * @returns {Promise<StreamSession>}
   */
  openStream(id, encryptionKey, signal) {
    return this.#json('POST', `/api/stream/${id}`, {
      body: { encryption_key: encryptionKey },
      signal: withTimeout(signal),
    });
  }

  /**
   * The address of the uploaded file, which can be downloaded while the stream session is open.
   *
   * @param {number} id
   * @param {string} requestId
   */
  originalUrl(id, requestId) {
    return withBasePath(`/api/videos/${id}/original?${new URLSearchParams({ request_id: requestId })}`);
  }

  /**
   * Adds captions in a language, or replaces them.
   *
   * @param {number} id
   * @param {string} language by BCP 47
   * @param {File} file in SubRip, when its name ends in `.srt`, or in WebVTT
   * @param {string} requestId an open stream session of the video, whose key encrypts the captions
   * @returns {Promise<void>}
   */
  putCaptions(id, language, file, requestId) {
    const type = /\.srt$/i.test(file.name) ? 'application/x-subrip' : 'text/vtt';
    return this.#json('PUT', `/api/videos/${id}/captions/${encodeURIComponent(language)}`, {
      content: file,
      headers: { 'Content-Type': type, 'Sealcast-Stream': requestId },
      signal: withTimeout(),
    });
  }

  /**
   * @param {number} id
   * @param {string} language by BCP 47
   * @returns {Promise<void>}
   */
  removeCaptions(id, language) {
    return this.#json('DELETE', `/api/videos/${id}/captions/${encodeURIComponent(language)}`, {
      signal: withTimeout(),
    });
  }

  /**
   * Ends a stream session at once.
   *
   * @param {number} id
   * @param {string} requestId
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  endStream(id, requestId, signal) {
    return this.#json('DELETE', `/api/stream/${id}/${requestId}`, { keepalive: true, signal });
  }

  /**
   * Reports that the page is being left. The server then ends the session after some minutes, unless
   * the session is used again.
   *
   * @param {number} id
   * @param {string} requestId
   * @returns {Promise<void>}
   */
  leaveStream(id, requestId) {
    return this.#json('POST', `/api/stream/${id}/${requestId}/leave`, { keepalive: true });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{body?: object, content?: Blob, headers?: Record<string, string>, signal?: AbortSignal,
   *     keepalive?: boolean}} options `body` is sent as JSON, `content` as it is
   */
  async #json(method, path, { body, content, headers, signal, keepalive = false }) {
    let response;
    try {
      response = await this.#fetch(withBasePath(path), {
        method,
        headers: {
          Accept: 'application/json',
          ...(body && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: content ?? (body && JSON.stringify(body)),
        cache: 'no-store',
        keepalive,
        signal,
      });
    } catch (thrown) {
      const aborted = signal?.aborted && signal.reason?.name !== 'TimeoutError';
      throw aborted ? PlayerError.aborted() : unreachableError(thrown);
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

/** @param {AbortSignal} [signal] */
function withTimeout(signal) {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return signal ? AbortSignal.any([signal, timeout]) : timeout;
}

/** @param {unknown} cause */
function unreachableError(cause) {
  return new PlayerError(
    ErrorCode.CONNECTION_LOST,
    "The server can't be reached. Check your connection, then try again.",
    { cause },
  );
}
