import { PlayerError } from '../errors/player-error.js';
import { Backoff } from './backoff.js';
import { onWake, waitOrWake } from './wake.js';

const DEFAULTS = {
  /** Pauses between attempts, see {@link Backoff}. */
  backoff: {},
  /** Tells when the next attempt is worth to be made at once. */
  wake: onWake,
  /** How long a link that worked before is passed over after a failure, while a lesser one works. */
  avoidMs: 5_000,
  /** The same for one that never worked, a blocked one most likely; doubled with each failure. */
  avoidBlockedMs: 30_000,
  maxAvoidMs: 600_000,
};

/**
 * One link out of several, the best first. A range whose link fails goes on over the same or the
 * next one, from where it was, so that the player sees a slow answer and not an error, however long
 * it takes. Only what the server says for good reaches the caller.
 *
 * @implements {import('./range-link.js').RangeLink}
 */
export class ResilientLink {
  #links;
  #options;
  #avoidUntil;
  #failures;
  #bytes;
  #onState;
  #waiting = new Set();

  /**
   * @param {import('./range-link.js').RangeLink[]} links the best first
   * @param {Partial<typeof DEFAULTS> & {onState?: (state: {link: string, waiting: boolean,
   *     error?: PlayerError}) => void}} [options] `onState` hears of each attempt that failed, and
   *     when no range waits any more
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

  /** Bytes that each link has brought so far. */
  get bytesByLink() {
    return { ...this.#bytes };
  }

  async read(range, onBytes, signal) {
    const { wake } = this.#options;
    const backoff = new Backoff(this.#options.backoff);
    const me = {};
    let from = range.from;
    let heardAt = now();
    let failedAt = -1;
    try {
      for (;;) {
        const index = this.#pick(failedAt);
        const startedAt = from;
        try {
          await this.#links[index].read({ ...range, from }, (bytes) => {
            from += bytes.length;
            heardAt = now();
            this.#worked(index, bytes.length, me);
            onBytes(bytes);
          }, signal);
          return;
        } catch (thrown) {
          const error = PlayerError.from(thrown);
          if (signal.aborted) {
            throw PlayerError.aborted();
          }
          if (from > range.to) {
            return; // all bytes were there, only the goodbye was lost
          }
          if (!error.temporary) {
            throw error;
          }
          this.#waits(me, index, error);
          if (from > startedAt) {
            // It worked until now: that is a cut, not a blocked way. Try the same again at once.
            failedAt = -1;
            backoff.reset();
          } else {
            failedAt = index;
            this.#avoid(index);
          }
          // A server that asks for time gets it, whatever has happened to the line.
          await sleep(error.retryAfterSeconds * (1000 + Math.random() * 250), signal, never);
          await sleep(backoff.next(now() - heardAt), signal, wake);
        }
      }
    } finally {
      this.#goesOn(me, this.#pick(-1));
    }
  }

  close() {
    this.#links.forEach((link) => link.close());
  }

  /** The best link that isn't avoided; when all are, the one after the last that failed. */
  #pick(failedAt) {
    const time = now();
    const good = this.#avoidUntil.findIndex((until) => until <= time);
    return good >= 0 ? good : (failedAt + 1) % this.#links.length;
  }

  #avoid(index) {
    const { avoidMs, avoidBlockedMs, maxAvoidMs } = this.#options;
    const worked = this.#bytes[this.#links[index].name] > 0;
    const time = worked
      ? avoidMs
      : Math.min(avoidBlockedMs * 2 ** this.#failures[index]++, maxAvoidMs);
    this.#avoidUntil[index] = now() + time;
  }

  #worked(index, count, me) {
    this.#bytes[this.#links[index].name] += count;
    this.#avoidUntil[index] = 0;
    this.#goesOn(me, index);
  }

  #waits(me, index, error) {
    this.#waiting.add(me);
    this.#onState({ link: this.#links[index].name, waiting: true, error });
  }

  #goesOn(me, index) {
    if (this.#waiting.delete(me) && this.#waiting.size === 0) {
      this.#onState({ link: this.#links[index].name, waiting: false });
    }
  }
}

function now() {
  return performance.now();
}

/** Nothing shortens the wait. */
function never() {
  return () => {};
}

async function sleep(ms, signal, wake) {
  try {
    await waitOrWake(ms, signal, wake);
  } catch {
    throw PlayerError.aborted();
  }
}
