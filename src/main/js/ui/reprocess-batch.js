import { PlayerError } from '../errors/player-error.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 *
 * @typedef {'started' | 'otherKey' | 'busy' | 'gone' | 'sourceMissing'} Outcome
 *
 * @typedef {object} Hooks
 * @property {(tried: number, total: number) => void} onProgress called before each video
 * @property {(tried: Video, outcome: Outcome, video: Video | null) => void} onTried called after each
 *     video, with its new state where that is known
 * @property {(seconds: number, signal: AbortSignal) => Promise<void>} wait resolves when the time is
 *     over or the signal is aborted
 */

/**
 * The refusals that concern one video, so that the next one can be tried.
 *
 * @type {Record<string, Outcome>}
 */
const OUTCOMES = {
  invalid_encryption_key: 'otherKey',
  video_busy: 'busy',
  not_found: 'gone',
  source_missing: 'sourceMissing',
};

/**
 * Videos for which one key is tried, one after the other: each attempt costs the server a key
 * derivation, and an account may make few at once.
 */
export class ReprocessBatch {
  #api;
  #hooks;
  #total;
  /** @type {Video[]} */
  #queue;
  /** @type {Record<Outcome, Video[]>} */
  result = { started: [], otherKey: [], busy: [], gone: [], sourceMissing: [] };

  /**
   * @param {Pick<Api, 'reprocess' | 'video'>} api
   * @param {Video[]} videos
   * @param {Hooks} hooks
   */
  constructor(api, videos, hooks) {
    this.#api = api;
    this.#queue = [...videos];
    this.#total = videos.length;
    this.#hooks = hooks;
  }

  /** The videos that weren't tried. */
  get left() {
    return [...this.#queue];
  }

  /**
   * Tries the key until no video is left or the signal is aborted. The request in progress is not
   * aborted, since nobody would know what came of it.
   *
   * @param {string} key
   * @param {AbortSignal} signal
   * @throws {PlayerError} when the server can't answer; a further call goes on with the next video
   */
  async run(key, signal) {
    while (this.#queue.length > 0 && !signal.aborted) {
      const [video] = this.#queue;
      this.#hooks.onProgress(this.#total - this.#queue.length, this.#total);
      try {
        this.#settle(video, 'started', await this.#api.reprocess(video.file_id, key));
      } catch (thrown) {
        await this.#handleError(video, PlayerError.from(thrown), signal);
      }
    }
  }

  /**
   * @param {Video} video
   * @param {PlayerError} error
   * @param {AbortSignal} signal
   */
  async #handleError(video, error, signal) {
    const outcome = OUTCOMES[error.code];
    if (outcome) {
      this.#settle(video, outcome, outcome === 'busy' ? await this.#stateOf(video) : null);
    } else if (error.code === 'too_many_requests' && error.retryAfterSeconds > 0) {
      await this.#hooks.wait(error.retryAfterSeconds, signal);
    } else {
      // It is the last one next time, so that a video for which the server fails blocks no other.
      this.#queue.push(...this.#queue.splice(0, 1));
      throw error;
    }
  }

  /**
   * @param {Video} tried
   * @param {Outcome} outcome
   * @param {Video | null} video its new state
   */
  #settle(tried, outcome, video) {
    this.#queue.shift();
    this.result[outcome].push(tried);
    this.#hooks.onTried(tried, outcome, video);
  }

  /** @param {Video} video whose processing was started elsewhere, for instance in another tab */
  async #stateOf({ file_id: id }) {
    try {
      return await this.#api.video(id);
    } catch {
      return null; // The events of the page tell its state later.
    }
  }
}
