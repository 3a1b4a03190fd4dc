import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { readProblem } from '../errors/problem.js';

/** @import {StreamSession} from '../api/json.js' */

/**
 * Stands for the link where the browser plays HLS itself: it fetches the media over HTTP, and the page
 * doesn't see the bytes.
 */
export const NATIVE_LINK = Object.freeze({ name: 'native', bytesByLink: {}, responseMs: 0, close() {} });

/**
 * Whether the browser has no MediaSource, as iPhones before iOS 17.1, so that it has to play HLS
 * itself.
 *
 * @param {{MediaSource?: unknown, ManagedMediaSource?: unknown}} [scope]
 */
export function needsNativeHls(scope = /** @type {any} */ (globalThis)) {
  return !scope.ManagedMediaSource && !scope.MediaSource;
}

/**
 * Finds out why the browser couldn't play a stream. A media element only tells that it failed, so the
 * page asks the server for the manifest and for one byte of the media, and reads the refusal.
 *
 * @param {Pick<StreamSession, 'manifest_url' | 'media_url'>} session
 * @param {unknown} cause the element's error
 * @param {AbortSignal} signal
 * @param {typeof fetch} [fetchLike]
 * @returns {Promise<PlayerError>}
 */
export async function explainFailure(session, cause, signal, fetchLike = fetch) {
  const requests = /** @type {const} */ ([
    [session.manifest_url, {}],
    [session.media_url, { Range: 'bytes=0-0' }],
  ]);
  try {
    for (const [url, headers] of requests) {
      const response = await fetchLike(url, { headers, signal });
      if (!response.ok) {
        return await readProblem(response);
      }
      await response.body?.cancel();
    }
  } catch (thrown) {
    return PlayerError.from(thrown);
  }
  return new PlayerError(ErrorCode.PLAYBACK_FAILED, undefined, { cause });
}
