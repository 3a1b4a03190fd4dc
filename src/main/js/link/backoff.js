const DEFAULTS = {
  /** The first pause; each further one is twice as long. */
  firstMs: 100,
  /** The longest pause in a short outage: a server that restarts is back within a minute. */
  earlyMaxMs: 2_000,
  /** In a long outage the longest pause is this share of the time since the last success. */
  outageShare: 1 / 30,
  /** The longest pause of all. */
  maxMs: 30_000,
};

/** Computes the pauses between attempts: they grow exponentially up to a limit. */
export class Backoff {
  #options;
  #pauseMs;

  /** @param {Partial<typeof DEFAULTS>} [options] */
  constructor(options = {}) {
    this.#options = { ...DEFAULTS, ...options };
    this.#pauseMs = this.#options.firstMs;
  }

  /**
   * The next pause in milliseconds, shortened by up to a quarter at random, so that clients that
   * lost the same server don't return at the same moment.
   *
   * @param {number} outageMs the time since the last success
   */
  next(outageMs) {
    const { earlyMaxMs, outageShare, maxMs } = this.#options;
    const limit = Math.min(Math.max(earlyMaxMs, outageMs * outageShare), maxMs);
    const pause = Math.min(this.#pauseMs, limit);
    this.#pauseMs = Math.min(pause * 2, maxMs);
    return pause * (0.75 + Math.random() / 4);
  }

  /** Starts again with the first pause, after a success. */
  reset() {
    this.#pauseMs = this.#options.firstMs;
  }
}
