/**
 * @import {ResumeStore} from './resume-store.js'
 * @import {ServerPosition} from './server-position.js'
 */

/** The position is saved in the tab again once the video has moved by so many seconds. */
const SAVE_STEP_SECONDS = 1;

/**
 * The position of a video: where it has to start, and what is saved of it while it plays, in the tab
 * and on the server.
 */
export class PlaybackPosition {
  #video;
  #store;
  #server;
  #fileId;
  #isLoaded;
  /** Before the video has reached its start position, its current time must not be saved. */
  #isSaving = false;
  #hasPlayed = false;

  /**
   * @param {HTMLVideoElement} video
   * @param {Pick<ResumeStore, 'position' | 'savePosition'>} store
   * @param {Pick<ServerPosition, 'seconds' | 'saveRegularly' | 'save' | 'saveLast'>} server
   * @param {number} fileId
   * @param {() => boolean} isLoaded whether the element has media, so that its current time counts
   */
  constructor(video, store, server, fileId, isLoaded) {
    this.#video = video;
    this.#store = store;
    this.#server = server;
    this.#fileId = fileId;
    this.#isLoaded = isLoaded;
    for (const event of ['timeupdate', 'seeked', 'play', 'pause']) {
      video.addEventListener(event, () => this.#saveChange());
    }
    for (const event of ['seeked', 'pause', 'ended']) {
      video.addEventListener(event, () => this.#saveOnServer((at) => server.save(at)));
    }
    video.addEventListener('timeupdate', () => {
      if (!video.paused) {
        this.#saveOnServer((at) => server.saveRegularly(at));
      }
    });
  }

  /** The current position, or the one at which the video has to start. */
  get seconds() {
    if (this.#isLoaded()) {
      return this.#video.currentTime;
    }
    // A link with `&t=90` starts at 90 seconds, and another visit where the account left off last,
    // on whichever device. After a reload or a step in the history, or once the video has played, the
    // position of the tab counts instead.
    const linked = Number(new URLSearchParams(location.search).get('t')) || 0;
    const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (
      performance.getEntriesByType('navigation')
    );
    const saved = this.#store.position(this.#fileId)?.at;
    const { seconds } = this.#server;
    return navigation?.type === 'navigate' && !this.#hasPlayed
      ? linked || (seconds ?? saved ?? 0)
      : (saved ?? (linked || (seconds ?? 0)));
  }

  /** Whether the video was paused when its position was saved. */
  get wasPaused() {
    return this.#store.position(this.#fileId)?.paused ?? false;
  }

  /** Starts to save the position, since the video has reached its start position. */
  startSaving() {
    this.#isSaving = true;
    this.#hasPlayed = true;
  }

  /** Saves the position for the last time, before the playback is stopped. */
  stopSaving() {
    this.#save();
    this.#saveOnServer((at) => this.#server.saveLast(at));
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

  /** @param {(at: number) => void} save gets the position, or 0 at the end of the video */
  #saveOnServer(save) {
    if (this.#isSaving && this.#isLoaded()) {
      save(this.#video.ended ? 0 : this.#video.currentTime);
    }
  }

  #save() {
    if (this.#isSaving && this.#isLoaded()) {
      const { currentTime: at, duration, ended, error } = this.#video;
      // The browser itself pauses a video that has ended or that it can't load any further.
      const paused = this.#video.paused && !ended && !error;
      this.#store.savePosition(this.#fileId, { at, duration, paused });
    }
  }
}
