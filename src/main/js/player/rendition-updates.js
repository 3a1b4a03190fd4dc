/**
 * @import {Video} from '../api/json.js'
 * @import {Playback} from './playback.js'
 *
 * @typedef {Pick<Playback, 'renditions' | 'canAddRenditions' | 'addRenditions' | 'canReload'>} Player
 *
 * @typedef {object} Hooks
 * @property {() => Player | null} player gives the player while it plays a video, or null
 * @property {() => Promise<void>} reload loads the video again at its position
 */

/** A media object that can't be found is loaded anew at most once in this time. */
const RECOVER_AFTER_MS = 30_000;

/**
 * What a video has got since it was loaded.
 *
 * @enum {string}
 */
export const Change = { NONE: 'none', ADDED: 'added', REPLACED: 'replaced' };

/**
 * @param {ReadonlySet<string> | null} known the files of the renditions that the player knows
 * @param {Video} video
 */
export function changeOf(known, video) {
  const files = filesOf(video);
  if (!known || video.status !== 'processed' || files.length === 0) {
    return Change.NONE;
  }
  // The default rendition is the first one.
  if (!known.has(files[0])) {
    return Change.REPLACED;
  }
  return files.every((file) => known.has(file)) ? Change.NONE : Change.ADDED;
}

/** @param {Video} video */
export function filesOf(video) {
  return (video.renditions ?? []).map(({ object }) => object);
}

/**
 * Has the player take in what a video has got since it was loaded: smaller renditions, and the new
 * ones of a video that was prepared again. Smaller ones are added at once, since nobody notices
 * that. For all else the video has to be loaded again, which interrupts it for a moment: this waits
 * until the viewer has paused it or it has stopped by itself.
 */
export class RenditionUpdates {
  #element;
  #hooks;
  #now;
  /** @type {Video | null} */
  #video = null;
  #isBuffering = false;
  #isBusy = false;
  /** The renditions that were taken in last: what a player can't use isn't offered to it again. */
  #taken = '';
  #recoveredAt = -Infinity;

  /**
   * @param {Pick<HTMLVideoElement, 'paused' | 'ended' | 'seeking' | 'addEventListener'>} element
   * @param {Hooks} hooks
   * @param {() => number} [now] milliseconds
   */
  constructor(element, hooks, now = () => performance.now()) {
    this.#element = element;
    this.#hooks = hooks;
    this.#now = now;
    for (const type of ['pause', 'ended', 'leavepictureinpicture']) {
      element.addEventListener(type, () => this.look());
    }
  }

  /**
   * Looks what a video has got.
   *
   * @param {Video} video
   */
  update(video) {
    this.#video = video;
    this.look();
  }

  /** @param {boolean} buffering whether the picture has stopped until the next part is there */
  setBuffering(buffering) {
    this.#isBuffering = buffering;
    this.look();
  }

  /** Takes in what is new, or waits for a better moment. */
  async look() {
    const player = this.#hooks.player();
    const video = this.#video;
    if (!player || !video || this.#isBusy) {
      return;
    }
    const change = changeOf(player.renditions, video);
    const files = filesOf(video).join();
    if (change === Change.NONE || files === this.#taken) {
      return;
    }
    this.#isBusy = true;
    try {
      const isTaken =
        change === Change.ADDED && player.canAddRenditions
          ? await player.addRenditions()
          : await this.#reload(player);
      if (isTaken) {
        this.#taken = files;
      }
    } catch {
      // The server can't be reached. The video plays on, and the next event or pause looks again.
    } finally {
      this.#isBusy = false;
    }
    if (this.#video !== video) {
      this.look(); // An event has arrived meanwhile.
    }
  }

  /**
   * @param {Player} player
   * @returns {Promise<boolean>} whether the video was loaded again
   */
  async #reload(player) {
    if (!this.#isInterrupted(player) || !(await player.canReload())) {
      return false;
    }
    // The viewer may have gone on meanwhile, or the playback may have been stopped.
    if (!this.#isInterrupted(player) || this.#hooks.player() !== player) {
      return false;
    }
    await this.#hooks.reload();
    return true;
  }

  /**
   * Whether nothing is lost by a new load.
   *
   * @param {Player} player
   */
  #isInterrupted({ canAddRenditions }) {
    if (this.#isBuffering) {
      return true;
    }
    const { paused, ended, seeking } = this.#element;
    const isInWindow = document.pictureInPictureElement === /** @type {unknown} */ (this.#element);
    // A browser that plays by itself shows nothing while it loads, also when it is paused.
    return canAddRenditions && (paused || ended) && !seeking && !isInWindow;
  }

  /**
   * Loads the video again when a part of it can't be found any more: an instance that has restored
   * the session after the video was prepared again knows the new renditions only.
   *
   * @returns {boolean} whether it is loaded again; it isn't if that was done a moment ago
   */
  recover() {
    if (this.#now() - this.#recoveredAt < RECOVER_AFTER_MS) {
      return false;
    }
    this.#recoveredAt = this.#now();
    this.#hooks.reload().catch(() => {}); // The page shows why.
    return true;
  }
}
