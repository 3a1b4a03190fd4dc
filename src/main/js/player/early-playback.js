import { isPlayableEarly, isUnfinished } from '../api/video-state.js';
import { LEAD_SECONDS, preparedSeconds } from './prepared.js';

/**
 * @import {Video} from '../api/json.js'
 * @import {PlayerOverlay} from './player-overlay.js'
 *
 * @typedef {object} StartPosition
 * @property {number} at seconds
 * @property {boolean} paused
 *
 * @typedef {object} Hooks
 * @property {() => StartPosition} position gives where the video is, or where it would start
 * @property {() => void} onStop called when what the player has loaded isn't valid any more
 * @property {(position: StartPosition) => void} onStart called when the video can be played from a
 *     position, after preparing it has started anew
 */

/** The prepared end may move back by so many seconds without a new start, since it is rounded. */
const TOLERANCE_SECONDS = 0.5;

/**
 * Follows a video that is watched while it is being prepared. When preparing it starts anew, what the
 * player has loaded may not fit to the new parts, so the playback is stopped until its position is
 * prepared again.
 */
export class EarlyPlayback {
  #overlay;
  #hooks;
  /** How many seconds of the video could be watched when its state was shown last. */
  #lastPrepared = 0;
  /**
   * Where the video goes on when enough is prepared again.
   *
   * @type {StartPosition | null}
   */
  #restart = null;

  /**
   * @param {Pick<PlayerOverlay, 'showProcessing'>} overlay
   * @param {Hooks} hooks
   */
  constructor(overlay, hooks) {
    this.#overlay = overlay;
    this.#hooks = hooks;
  }

  /** Whether preparing has started anew, and the video waits for its position. */
  get isWaiting() {
    return this.#restart !== null;
  }

  /** Forgets where the video would go on, since it can't be played any more. */
  stop() {
    this.#restart = null;
  }

  /**
   * Shows the state of a video that can't be played yet, and stops or continues its playback.
   *
   * @param {Video} video one that hasn't failed
   * @param {boolean} hasSession whether a stream session is open
   * @returns {boolean} whether the viewer has to wait; otherwise the video can be played
   */
  update(video, hasSession) {
    const prepared = preparedSeconds(video);
    const isTooEarly = isUnfinished(video) && !isPlayableEarly(video);
    const hasShrunk = isUnfinished(video) && prepared < this.#lastPrepared - TOLERANCE_SECONDS;
    this.#lastPrepared = prepared;
    if (hasSession && !this.#restart && (hasShrunk || isTooEarly)) {
      this.#restart = this.#hooks.position();
      this.#hooks.onStop();
    }
    if (this.#restart) {
      this.#continue(video, this.#restart);
    } else if (isTooEarly) {
      this.#overlay.showProcessing(video.progress, video.status, video.access === 'owner');
    }
    return isTooEarly || this.#restart !== null;
  }

  /**
   * @param {Video} video
   * @param {StartPosition} position
   */
  #continue(video, position) {
    const end = Math.min(position.at + LEAD_SECONDS, video.duration_seconds ?? Infinity);
    if (!isUnfinished(video) || (isPlayableEarly(video) && preparedSeconds(video) >= end)) {
      this.#restart = null;
      this.#hooks.onStart(position);
      return;
    }
    this.#overlay.showProcessing(
      video.progress,
      video.status,
      // The line below the player has such a button too while the video can be watched early.
      video.access === 'owner' && !isPlayableEarly(video),
      'Preparing this video has started anew. It goes on by itself where you left off.',
    );
  }
}
