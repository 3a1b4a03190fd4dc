/** @import {ResumeStore} from './resume-store.js' */

/** The position is saved again once the video has moved by so many seconds. */
const SAVE_STEP_SECONDS = 1;

/** The position of a video: where it has to start, and what is saved of it while it plays. */
export class PlaybackPosition {
  #video;
  #store;
  #fileId;
  #isLoaded;
  /** Before the video has reached its start position, its current time must not be saved. */
  #isSaving = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {Pick<ResumeStore, 'position' | 'savePosition'>} store
   * @param {number} fileId
   * @param {() => boolean} isLoaded whether the element has media, so that its current time counts
   */
  constructor(video, store, fileId, isLoaded) {
    this.#video = video;
    this.#store = store;
    this.#fileId = fileId;
    this.#isLoaded = isLoaded;
    for (const event of ['timeupdate', 'seeked', 'play', 'pause']) {
      video.addEventListener(event, () => this.#saveChange());
    }
  }

  /** The current position, or the one at which the video has to start. */
  get seconds() {
    if (this.#isLoaded()) {
      return this.#video.currentTime;
    }
    // A link with `&t=90` starts at 90 seconds. After a reload or a step in the history the saved
    // position counts instead.
    const linked = Number(new URLSearchParams(location.search).get('t')) || 0;
    const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
      performance.getEntriesByType('navigation')
    );
    const saved = this.#store.position(this.#fileId)?.at;
    return navigation?.type === 'navigate' && linked ? linked : (saved ?? linked);
  }

  /** Whether the video was paused when its position was saved. */
  get wasPaused() {
    return this.#store.position(this.#fileId)?.paused ?? false;
  }

  /** Starts to save the position, since the video has reached its start position. */
  startSaving() {
    this.#isSaving = true;
  }

  /** Saves the position for the last time, before the playback is stopped. */
  stopSaving() {
    this.#save();
    this.#isSaving = false;
  }

  #saveChange() {
    const saved = this.#store.position(this.#fileId);
    const { currentTime, paused } = this.#video;
    const moved = saved && Math.abs(saved.at - currentTime) >= SAVE_STEP_SECONDS;
    if (!saved || saved.paused !== paused || moved) {
      this.#save();
    }
  }

  #save() {
    if (this.#isSaving && this.#isLoaded()) {
      const { currentTime: at, duration, paused, ended } = this.#video;
      this.#store.savePosition(this.#fileId, { at, duration, paused: paused && !ended });
    }
  }
}
