import { isPlayableEarly, isPreparedAgain } from '../api/video-state.js';
import { byId, show } from '../ui/dom.js';
import { preparedAgainText, preparedText, stoppedText } from '../ui/preparation-text.js';

/** @import {Video} from '../api/json.js' */

/** The progress is announced to screen readers in steps of so many per cent. */
const ANNOUNCE_STEP = 25;

/**
 * The line below the player that says how much of a video can be watched while it is prepared, or
 * how far its new preparation is, and the buttons to stop that and to begin a new one.
 */
export class PreparationStatus {
  #line = byId('preparing-fact');
  #words = byId('preparing-words');
  #announcement = byId('preparing-said');
  #stop = byId('stop-preparing-now', 'button');
  #again = byId('prepare-again', 'button');
  /** The step that was announced; null while there is no line. */
  #step = /** @type {number | null} */ (null);
  #wasAgain = false;

  /**
   * @param {{onCancel: () => void, onReprocess: () => void}} hooks called when the owner wants to stop
   *     the preparation, and to begin a new one
   */
  constructor({ onCancel, onReprocess }) {
    this.#stop.addEventListener('click', onCancel);
    this.#again.addEventListener('click', onReprocess);
  }

  /**
   * Shows the state of a video. The line is shown only while the video is prepared and can be
   * watched.
   *
   * @param {Video} video
   */
  update(video) {
    const again = isPreparedAgain(video);
    const shown = again || isPlayableEarly(video);
    const isOwner = video.access === 'owner';
    this.#offer(this.#stop, shown && isOwner);
    this.#offer(this.#again, video.status === 'processed' && !again && isOwner);
    show(this.#line, shown);
    if (shown) {
      const text = again ? preparedAgainText(video) : preparedText(video);
      this.#words.textContent = text;
      const progress = video.reprocessing_progress ?? video.progress;
      const step = Math.floor(progress / ANNOUNCE_STEP);
      this.#wasAgain = again;
      if (step !== this.#step) {
        this.#step = step;
        this.#announcement.textContent = text;
      }
    } else if (this.#step !== null) {
      this.#step = null;
      this.#announcement.textContent = this.#endText(video);
    }
  }

  /** @param {Video} video whose preparation has ended */
  #endText(video) {
    if (video.status !== 'processed') {
      return '';
    }
    return this.#wasAgain
      ? 'Preparing this video again has ended'
      : 'The whole video can be watched now';
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {boolean} isOffered
   */
  #offer(button, isOffered) {
    if (!isOffered && document.activeElement === button) {
      byId('main').focus(); // The button is hidden now.
    }
    show(button, isOffered);
  }

  /**
   * Says that no more of the video is prepared, while what there is of it is played.
   *
   * @param {Video} video a failed one
   */
  showStopped(video) {
    const text = stoppedText(video);
    this.#words.textContent = text;
    this.#announcement.textContent = text;
    show(this.#line);
  }
}
