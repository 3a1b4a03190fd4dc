import { isPlayableEarly } from '../api/video-state.js';
import { byId, show } from '../ui/dom.js';
import { preparedText, stoppedText } from '../ui/preparation-text.js';

/** @import {Video} from '../api/json.js' */

/** The progress is announced to screen readers in steps of so many per cent. */
const ANNOUNCE_STEP = 25;

/** The line below the player that says how much of a video can be watched while it is prepared. */
export class PreparationStatus {
  #line = byId('preparing-fact');
  #words = byId('preparing-words');
  #announcement = byId('preparing-said');
  #stop = byId('stop-preparing-now', 'button');
  /** The step that was announced; null while there is no line. */
  #step = /** @type {number | null} */ (null);

  /** @param {() => void} onCancel called when the owner wants to stop the preparation */
  constructor(onCancel) {
    this.#stop.addEventListener('click', onCancel);
  }

  /**
   * Shows the state of a video. The line is shown only while the video is prepared and can be
   * watched already.
   *
   * @param {Video} video
   */
  update(video) {
    const early = isPlayableEarly(video);
    const canStop = early && video.access === 'owner';
    if (!canStop && document.activeElement === this.#stop) {
      byId('main').focus(); // The button is hidden now.
    }
    show(this.#stop, canStop);
    show(this.#line, early);
    if (early) {
      const text = preparedText(video);
      this.#words.textContent = text;
      const step = Math.floor(video.progress / ANNOUNCE_STEP);
      if (step !== this.#step) {
        this.#step = step;
        this.#announcement.textContent = text;
      }
    } else if (this.#step !== null) {
      this.#step = null;
      const processed = video.status === 'processed';
      this.#announcement.textContent = processed ? 'The whole video can be watched now' : '';
    }
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
