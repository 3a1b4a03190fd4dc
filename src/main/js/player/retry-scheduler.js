import { Backoff } from '../link/backoff.js';
import { waitOrWake } from '../link/wake.js';

/** Repeats a task after pauses that grow, for as long as the page is open. */
export class RetryScheduler {
  #backoff;
  #wake;
  /** @type {AbortController | null} */
  #waiting = null;
  #firstFailureAt = 0;

  /** @param {{backoff?: Backoff, wake?: typeof import('../link/wake.js').onWake}} [options] */
  constructor({ backoff = new Backoff({ firstMs: 1_000 }), wake } = {}) {
    this.#backoff = backoff;
    this.#wake = wake;
  }

  /**
   * Runs the task after the next pause, or as soon as the network seems to be back. It replaces the
   * task that was scheduled before.
   *
   * @param {() => void} task
   */
  async schedule(task) {
    this.stop();
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#firstFailureAt ||= performance.now();
    try {
      const pauseMs = this.#backoff.next(performance.now() - this.#firstFailureAt);
      await waitOrWake(pauseMs, waiting.signal, this.#wake);
    } catch {
      return; // The task was cancelled.
    }
    this.#waiting = null;
    task();
  }

  /** Cancels the scheduled task. */
  stop() {
    this.#waiting?.abort();
    this.#waiting = null;
  }

  /** Starts again with short pauses, after a success. */
  reset() {
    this.stop();
    this.#firstFailureAt = 0;
    this.#backoff.reset();
  }
}
