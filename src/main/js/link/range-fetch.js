import { readProblem } from '../errors/problem.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { STALL_MS, startWatchdog } from './range-link.js';

/**
 * @import {Watchdog} from './range-link.js'
 *
 * @typedef {Response & {body: ReadableStream<Uint8Array<ArrayBuffer>>}} ResponseWithBody
 */

/** Requests a range by fetch: what the links over SSE and over HTTP have in common. */
export class RangeFetch {
  #fetch;
  #stallMs;
  #closed = new AbortController();

  /** @param {{fetch?: typeof fetch, stallMs?: number}} [options] */
  constructor({ fetch: fetchLike = (...args) => fetch(...args), stallMs = STALL_MS } = {}) {
    this.#fetch = fetchLike;
    this.#stallMs = stallMs;
  }

  /**
   * Sends a GET request and has its answer received. The request is aborted by the signal, by
   * {@link close} and by the watchdog, which `receive` has to reset at every sign of activity.
   *
   * @param {string} url
   * @param {Record<string, string>} headers
   * @param {AbortSignal} signal
   * @param {(response: ResponseWithBody, watchdog: Watchdog) => Promise<void>} receive
   * @returns {Promise<void>} rejects with a PlayerError
   */
  async get(url, headers, signal, receive) {
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    const watchdog = startWatchdog(stop, this.#stallMs);
    try {
      const response = await this.#fetch(url, { headers, cache: 'no-store', signal: watchdog.signal });
      if (!response.ok) {
        throw await readProblem(response);
      }
      if (!response.body) {
        throw new PlayerError(ErrorCode.UNREADABLE_ANSWER);
      }
      await receive(/** @type {ResponseWithBody} */ (response), watchdog);
    } catch (thrown) {
      if (stop.aborted) {
        throw PlayerError.aborted();
      }
      // An abort that the caller didn't ask for is the watchdog's: the connection has stalled.
      throw thrown instanceof PlayerError
        ? thrown
        : new PlayerError(ErrorCode.CONNECTION_LOST, undefined, { cause: thrown });
    } finally {
      watchdog.stop();
    }
  }

  close() {
    this.#closed.abort();
  }
}

/**
 * Passes on the bytes of a range and checks that there are neither more nor fewer than requested.
 *
 * @param {number} expected the range's length in bytes
 * @param {(bytes: Uint8Array) => void} onBytes
 */
export function checkedReceiver(expected, onBytes) {
  let remaining = expected;
  return {
    /** @param {Uint8Array} bytes */
    accept(bytes) {
      remaining -= bytes.length;
      if (remaining < 0) {
        throw new PlayerError(ErrorCode.UNREADABLE_ANSWER);
      }
      onBytes(bytes);
    },
    get isComplete() {
      return remaining === 0;
    },
    /** Throws if the answer has ended before the range. */
    finish() {
      if (remaining > 0) {
        throw new PlayerError(ErrorCode.CONNECTION_LOST);
      }
    },
  };
}
