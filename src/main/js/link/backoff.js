const DEFAULTS = {
  /** The pauses are doubled from here on. */
  firstMs: 100,
  /** Up to here while the silence is young: a server that is restarted is back within a minute. */
  soonMs: 2_000,
  /** Up to a share of the silence after that: what was away for an hour needs no hurry. */
  shareOfSilence: 1 / 30,
  mostMs: 30_000,
};

/** How long to wait before the next attempt: longer and longer, and never for ever. */
export class Backoff {
  #options;
  #pauseMs;

  /** @param {Partial<typeof DEFAULTS>} [options] */
  constructor(options = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.reset();
  }

  /**
   * The next pause in milliseconds, up to a quarter less by chance, so that all who lost the same
   * server don't come back at once.
   *
   * @param {number} silentMs for how long nothing has worked
   */
  next(silentMs) {
    const { soonMs, shareOfSilence, mostMs } = this.#options;
    const limit = Math.min(Math.max(soonMs, silentMs * shareOfSilence), mostMs);
    const pause = Math.min(this.#pauseMs, limit);
    this.#pauseMs = Math.min(pause * 2, mostMs);
    return pause * (0.75 + Math.random() / 4);
  }

  /** Something worked. */
  reset() {
    this.#pauseMs = this.#options.firstMs;
  }
}
