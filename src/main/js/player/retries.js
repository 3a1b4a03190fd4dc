import { Backoff } from '../link/backoff.js';
import { waitOrWake } from '../link/wake.js';

/** Does something again for as long as the page is open, by growing delays. */
export class Retries {
  #backoff;
  #wake;
  #waiting = null;
  #since = 0;

  /** @param {{backoff?: Backoff, wake?: typeof import('../link/wake.js').onWake}} [options] */
  constructor({ backoff = new Backoff({ firstMs: 1_000 }), wake } = {}) {
    this.#backoff = backoff;
    this.#wake = wake;
  }

  /** Does it after the next pause, or as soon as the line seems to be back. One thing at a time. */
  async schedule(task) {
    this.stop();
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#since ||= performance.now();
    try {
      await waitOrWake(this.#backoff.next(performance.now() - this.#since), waiting.signal, this.#wake);
    } catch {
      return; // stopped
    }
    this.#waiting = null;
    task();
  }

  /** Somebody else does it, or nobody. */
  stop() {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  /** It worked: the next failure begins with short pauses again. */
  reset() {
    this.stop();
    this.#since = 0;
    this.#backoff.reset();
  }
}
