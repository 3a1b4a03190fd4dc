import { Code, PlayerError } from '../player/player-error.js';

const DEFAULTS = {
  /** A range that got no byte for so long is given up: a server on a small machine takes a minute
   * to restart, and a viewer who is told so waits rather than press a button. */
  giveUpMs: 120_000,
  /** Backoff between attempts: doubled each time from the first to the last. */
  firstBackoffMs: 100,
  maxBackoffMs: 2_000,
  /** How long a link that worked before is passed over after a failure, while a lesser one works. */
  avoidMs: 5_000,
  /** The same for one that never worked, a blocked one most likely; doubled with each failure. */
  avoidBlockedMs: 30_000,
  maxAvoidMs: 600_000,
};

/**
 * One link out of several, the best first. A range whose link fails goes on over the same or the
 * next one, from where it was, so that the player sees a slow answer and not an error. Only what
 * the server says for good, and a long silence, reach the caller.
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
   * @param {Partial<typeof DEFAULTS> & {onState?: (state: {link: string, waiting: boolean}) =>
   *     void}} [options] `onState` hears when a range waits for the connection, and when it is back
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
    const { giveUpMs, firstBackoffMs, maxBackoffMs } = this.#options;
    const me = {};
    let from = range.from;
    let heardAt = now();
    let backoff = firstBackoffMs;
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
          this.#waits(me, index);
          if (from > startedAt) {
            // It worked until now: that is a cut, not a blocked way. Try the same again at once.
            failedAt = -1;
            backoff = firstBackoffMs;
          } else {
            failedAt = index;
            this.#avoid(index);
          }
          const pause = Math.max(backoff, error.retryAfterSeconds * 1000);
          if (now() + pause - heardAt > giveUpMs) {
            throw new PlayerError(Code.GAVE_UP, undefined, { cause: error });
          }
          await sleep(pause * (0.75 + Math.random() / 4), signal);
          backoff = Math.min(backoff * 2, maxBackoffMs);
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

  #waits(me, index) {
    if (!this.#waiting.has(me)) {
      this.#waiting.add(me);
      this.#onState({ link: this.#links[index].name, waiting: true });
    }
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

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(PlayerError.aborted());
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
