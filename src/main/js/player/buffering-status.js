import { isPlayableEarly } from '../api/video-state.js';
import { LEAD_SECONDS, preparedSeconds } from './prepared.js';

/**
 * @import {Video} from '../api/json.js'
 * @import {PlayerOverlay} from './player-overlay.js'
 */

/** A video whose preparation has failed ends when it has waited for its next part for so long. */
const END_AFTER_MS = 3_000;

/** Says what the viewer waits for while the next part of a video isn't prepared yet. */
export class BufferingStatus {
  #element;
  #overlay;
  #onEnd;
  /** @type {Video | null} */
  #video = null;
  #isBuffering = false;
  #isPartMissing = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #endTimer;

  /**
   * @param {Pick<HTMLVideoElement, 'currentTime'>} element
   * @param {Pick<PlayerOverlay, 'isHidden' | 'showMissingPart'>} overlay
   * @param {(video: Video) => void} onEnd called when a video whose preparation has failed has played
   *     what was loaded of it
   */
  constructor(element, overlay, onEnd) {
    this.#element = element;
    this.#overlay = overlay;
    this.#onEnd = onEnd;
  }

  /**
   * Shows the state of a video.
   *
   * @param {Video} video
   */
  update(video) {
    this.#video = video;
    this.refresh();
    this.#scheduleEnd();
  }

  /** @param {boolean} buffering whether the picture has stopped until the next part is there */
  setBuffering(buffering) {
    this.#isBuffering = buffering;
    this.refresh();
    this.#scheduleEnd();
  }

  /** Shows the state again, since the overlay has been shown or hidden. */
  refresh() {
    const text = this.#text();
    this.#isPartMissing = text !== '';
    this.#overlay.showMissingPart(text);
  }

  /** Forgets that the picture has stopped, since nothing is played any more. */
  stop() {
    this.setBuffering(false);
  }

  #text() {
    if (!this.#video || !isPlayableEarly(this.#video) || !this.#isBuffering || !this.#overlay.isHidden) {
      return '';
    }
    const { currentTime } = this.#element;
    const prepared = preparedSeconds(this.#video);
    if (currentTime > prepared) {
      return "This part isn't prepared yet. The video goes on by itself once it is.";
    }
    // A new part doesn't end the wait at once: it has to be loaded.
    return this.#isPartMissing || currentTime >= prepared - LEAD_SECONDS
      ? 'Waiting for the next part. The video goes on by itself.'
      : '';
  }

  #scheduleEnd() {
    const video = this.#video;
    if (this.#isBuffering && video?.status === 'failed') {
      // An event about the video doesn't prolong the wait.
      this.#endTimer ??= setTimeout(() => this.#onEnd(video), END_AFTER_MS);
    } else {
      clearTimeout(this.#endTimer);
      this.#endTimer = undefined;
    }
  }
}
