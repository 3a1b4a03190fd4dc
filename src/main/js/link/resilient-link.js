import { PlayerError } from '../errors/player-error.js';
import { Backoff } from './backoff.js';
import { onWake, waitOrWake } from './wake.js';

/** @import {ByteRange, RangeLink} from './range-link.js' */

/**
 * @typedef {object} LinkState
 * @property {string} link the name of the link that is in use
 * @property {boolean} waiting whether a range waits for its next attempt
 * @property {PlayerError} [error] why the last attempt failed
 *
 * @typedef {object} Options
 * @property {ConstructorParameters<typeof Backoff>[0]} backoff the pauses between attempts
 * @property {typeof onWake} wake ends a pause early
 * @property {number} avoidMs A link that worked before isn't used for so long after a failure, while
 *     a less preferred one works.
 * @property {number} avoidBlockedMs The same for a link that never worked, which most likely is
 *     blocked; the time is doubled with each failure.
 * @property {number} maxAvoidMs
 */

/** @type {Options} */
const DEFAULTS = {
  backoff: {},
  wake: onWake,
  avoidMs: 5_000,
  avoidBlockedMs: 30_000,
  maxAvoidMs: 600_000,
};

/**
 * Reads over the best of several links that works. A range whose link fails continues over the same
 * link or the next one, from the byte where it stopped. The player therefore sees a slow answer and
 * never a temporary error, however long the outage lasts; only final errors reach the caller.
 *
 * @implements {RangeLink}
 */
export class ResilientLink {
  #links;
  #options;
  #avoidUntil;
  #failures;
  /** @type {Record<string, number>} */
  #bytes;
  #onState;
  #responseMs = 0;
  /** @type {Set<symbol>} */
  #waiting = new Set();

  /**
   * @param {RangeLink[]} links in order of preference
   * @param {Partial<Options> & {onState?: (state: LinkState) => void}} [options] `onState` is called
   *     after each attempt that failed, and when no range waits any more
   */
  constructor(links, options = {}) {
    this.#links = links;
    this.#options = { ...DEFAULTS, ...options };
    this.#onState = options.onState ?? (() => {});
    this.#avoidUntil = links.map(() => 0);
    this.#failures = links.map(() => 0);
    this.#bytes = Object.fromEntries(links.map(({ name }) => [name, 0]));
  }

  get name() {
    return this.#links[this.#pick(-1)].name;
  }

  /** How long the last range's first bytes took, in milliseconds; 0 before there were any. */
  get responseMs() {
    return this.#responseMs;
  }

  /** The bytes that each link has received so far. */
  get bytesByLink() {
    return { ...this.#bytes };
  }

  /**
   * @param {ByteRange} range
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {AbortSignal} signal
   */
  async read(range, onBytes, signal) {
    const { wake } = this.#options;
    const backoff = new Backoff(this.#options.backoff);
    const readId = Symbol('read');
    let from = range.from;
    let receivedAt = now();
    let failedIndex = -1;
    try {
      for (;;) {
        const index = this.#pick(failedIndex);
        const startedAt = from;
        const askedAt = now();
        try {
          await this.#links[index].read({ ...range, from }, (bytes) => {
            if (from === startedAt) {
              this.#responseMs = now() - askedAt;
            }
            from += bytes.length;
            receivedAt = now();
            this.#recordSuccess(index, bytes.length, readId);
            onBytes(bytes);
          }, signal);
          return;
        } catch (thrown) {
          const error = PlayerError.from(thrown);
          if (signal.aborted) {
            throw PlayerError.aborted();
          }
          if (from > range.to) {
            return; // All bytes had arrived; only the end of the answer was lost.
          }
          if (!error.temporary) {
            throw error;
          }
          this.#startWaiting(readId, index, error);
          if (from > startedAt) {
            // The link worked until now, so it isn't blocked: the same one is tried again at once.
            failedIndex = -1;
            backoff.reset();
          } else {
            failedIndex = index;
            this.#avoid(index);
          }
          // The pause that a server asks for is kept even when the network comes back.
          await sleep(error.retryAfterSeconds * (1000 + Math.random() * 250), signal, neverWake);
          await sleep(backoff.next(now() - receivedAt), signal, wake);
        }
      }
    } finally {
      this.#stopWaiting(readId, this.#pick(-1));
    }
  }

  close() {
    this.#links.forEach((link) => link.close());
  }

  /**
   * The best link that isn't avoided; when all are, the one after the last that failed.
   *
   * @param {number} failedIndex
   */
  #pick(failedIndex) {
    const time = now();
    const usable = this.#avoidUntil.findIndex((until) => until <= time);
    return usable >= 0 ? usable : (failedIndex + 1) % this.#links.length;
  }

  /** @param {number} index */
  #avoid(index) {
    const { avoidMs, avoidBlockedMs, maxAvoidMs } = this.#options;
    const worked = this.#bytes[this.#links[index].name] > 0;
    const time = worked
      ? avoidMs
      : Math.min(avoidBlockedMs * 2 ** this.#failures[index]++, maxAvoidMs);
    this.#avoidUntil[index] = now() + time;
  }

  /**
   * @param {number} index
   * @param {number} count bytes
   * @param {symbol} readId
   */
  #recordSuccess(index, count, readId) {
    this.#bytes[this.#links[index].name] += count;
    this.#avoidUntil[index] = 0;
    this.#stopWaiting(readId, index);
  }

  /**
   * @param {symbol} readId
   * @param {number} index
   * @param {PlayerError} error
   */
  #startWaiting(readId, index, error) {
    this.#waiting.add(readId);
    this.#onState({ link: this.#links[index].name, waiting: true, error });
  }

  /**
   * @param {symbol} readId
   * @param {number} index
   */
  #stopWaiting(readId, index) {
    if (this.#waiting.delete(readId) && this.#waiting.size === 0) {
      this.#onState({ link: this.#links[index].name, waiting: false });
    }
  }
}

function now() {
  return performance.now();
}

/** A replacement for {@link onWake} by which nothing ends the wait early. */
function neverWake() {
  return () => {};
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @param {typeof onWake} wake
 */
async function sleep(ms, signal, wake) {
  try {
    await waitOrWake(ms, signal, wake);
  } catch {
    throw PlayerError.aborted();
  }
}
