/** While the video plays, its position is saved at most once in so many milliseconds. */
const INTERVAL_MS = 10_000;

/** A position that differs by less than this from the one on the server, in seconds, isn't saved. */
const MIN_CHANGE_SECONDS = 0.5;

/**
 * The position in a video that the server keeps for the account, so that the account can continue
 * on another device. A save that fails is not reported, since the next one replaces it.
 */
export class ServerPosition {
  #send;
  #now;
  /** @type {number | null} */
  #seconds = null;
  #sentAt = -Infinity;
  /** The number of requests that have not ended. */
  #sending = 0;
  /**
   * The position to save when the request has ended.
   *
   * @type {number | null}
   */
  #next = null;

  /**
   * @param {(seconds: number) => Promise<void>} send saves a position on the server; 0 removes it
   * @param {() => number} [now] milliseconds
   */
  constructor(send, now = () => performance.now()) {
    this.#send = send;
    this.#now = now;
  }

  /** The position in seconds that the server has, as far as this page knows, or null. */
  get seconds() {
    return this.#seconds;
  }

  /** @param {number | null} seconds what the server has answered */
  set seconds(seconds) {
    this.#seconds = seconds;
  }

  /**
   * Saves the position of a video that plays, unless one was saved shortly before.
   *
   * @param {number} seconds
   */
  saveRegularly(seconds) {
    if (this.#now() - this.#sentAt >= INTERVAL_MS) {
      this.save(seconds);
    }
  }

  /**
   * Saves the position. There is one request at a time, so that the last position is the one that
   * counts and a dragged seek bar doesn't cause a request for each step.
   *
   * @param {number} seconds 0 to start at the beginning the next time
   */
  save(seconds) {
    if (this.#sending > 0) {
      this.#next = seconds;
    } else if (this.#isChange(seconds)) {
      this.#start(seconds);
    }
  }

  /**
   * Saves the position for the last time before the page is left, without waiting for an earlier
   * request.
   *
   * @param {number} seconds
   */
  saveLast(seconds) {
    this.#next = null;
    if (this.#sending > 0 || this.#isChange(seconds)) {
      this.#start(seconds);
    }
  }

  /** @param {number} seconds */
  #isChange(seconds) {
    return Math.abs(seconds - (this.#seconds ?? 0)) >= MIN_CHANGE_SECONDS;
  }

  /** @param {number} seconds */
  async #start(seconds) {
    this.#sending++;
    this.#sentAt = this.#now();
    const rounded = Math.round(seconds * 10) / 10;
    try {
      await this.#send(rounded);
      this.#seconds = rounded || null;
    } catch {
      // The server keeps the earlier position until the next save.
    }
    this.#sending--;
    const next = this.#next;
    this.#next = null;
    if (next !== null) {
      this.save(next);
    }
  }
}
