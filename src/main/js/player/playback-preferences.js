const KEY = 'sealcast.playback';

/** The version of the stored form; other versions are ignored. */
const VERSION = 1;

/** The speeds that a viewer can choose, slowest first. */
export const PLAYBACK_RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];

/**
 * @typedef {object} Preferences
 * @property {number} volume 0 to 1
 * @property {boolean} muted
 * @property {number} rate the playback speed, within the range of PLAYBACK_RATES
 */

/**
 * Remembers volume and playback speed in this browser, for all videos and accounts: it applies them
 * to a video element and stores what the viewer changes there.
 */
export class PlaybackPreferences {
  #storage;

  /**
   * @param {() => Pick<Storage, 'getItem' | 'setItem'>} storage may throw where the browser forbids
   *     storage; then nothing is remembered
   */
  constructor(storage) {
    this.#storage = storage;
  }

  /**
   * Applies the preferences to an element without media, and stores its changes from then on.
   *
   * @param {HTMLVideoElement} video
   */
  attach(video) {
    const { volume, muted, rate } = this.#read();
    video.volume = volume;
    video.muted = muted;
    // The element returns to its default rate when it loads media, and Shaka at the end of a video.
    video.defaultPlaybackRate = rate;
    video.playbackRate = rate;
    video.addEventListener('volumechange', () => {
      this.#change({ volume: video.volume, muted: video.muted });
    });
    video.addEventListener('ratechange', () => this.#changeRate(video));
  }

  /** @param {HTMLVideoElement} video */
  #changeRate(video) {
    const { playbackRate: rate } = video;
    // Shaka sets the rate to 0 while it buffers.
    if (rate > 0 && rate !== video.defaultPlaybackRate) {
      video.defaultPlaybackRate = rate;
      this.#change({ rate });
    }
  }

  /** @returns {Preferences} */
  #read() {
    try {
      const stored = JSON.parse(this.#storage().getItem(KEY) ?? 'null');
      return toPreferences(stored?.version === VERSION ? stored : {});
    } catch {
      return toPreferences({});
    }
  }

  /** @param {Partial<Preferences>} change */
  #change(change) {
    const preferences = toPreferences({ ...this.#read(), ...change });
    try {
      this.#storage().setItem(KEY, JSON.stringify({ version: VERSION, ...preferences }));
    } catch {
      // The browser forbids storage or it is full; the next page has the defaults.
    }
  }
}

/**
 * Turns a stored value, which may be anything, into valid preferences.
 *
 * @param {Record<string, unknown>} stored
 * @returns {Preferences}
 */
function toPreferences({ volume, muted, rate }) {
  return {
    volume: clamp(volume, 0, 1),
    muted: muted === true,
    rate: clamp(rate, PLAYBACK_RATES[0], PLAYBACK_RATES[PLAYBACK_RATES.length - 1]),
  };
}

/**
 * Returns the nearest number of a range, or 1 for what isn't a number.
 *
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 */
function clamp(value, min, max) {
  return typeof value === 'number' ? Math.min(max, Math.max(min, value)) : 1;
}
