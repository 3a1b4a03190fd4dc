const KEY = 'sealcast.sound';

/** The version of the stored form; other versions are ignored. */
const VERSION = 1;

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 *
 * @typedef {Pick<shaka.Player, 'getAudioTracks' | 'configure'> & EventTarget} SoundPlayer
 */

/**
 * Remembers in this browser, for all videos and accounts, the language of the sound that a viewer has
 * chosen. A video without sound in that language changes nothing of it.
 */
export class SoundChoice {
  #player;
  #storage;
  /** @type {string | null} the language that is heard, as far as this object has noticed */
  #heard = null;

  /**
   * @param {SoundPlayer} player
   * @param {() => Pick<Storage, 'getItem' | 'setItem'>} storage may throw where the browser forbids
   *     storage; then nothing is remembered
   */
  constructor(player, storage) {
    this.#player = player;
    this.#storage = storage;
    // Shaka dispatches this event for the viewer's choices, and while it loads a video.
    player.addEventListener('audiotrackschanged', () => this.#rememberChange());
  }

  /** Has the player play the remembered language as soon as it loads a video that has it. */
  applyBeforeLoad() {
    this.#heard = null;
    const language = this.#read();
    if (language) {
      const wanted = { language, role: '', label: '', channelCount: 0, codec: '', spatialAudio: false };
      this.#player.configure({ preferredAudio: [wanted] });
    }
  }

  /** Takes what the player plays after it has loaded a video as its own choice. */
  loaded() {
    this.#heard = this.#activeLanguage();
  }

  #rememberChange() {
    const language = this.#activeLanguage();
    if (this.#heard === null || language === null || language === this.#heard) {
      return;
    }
    this.#heard = language;
    try {
      this.#storage().setItem(KEY, JSON.stringify({ version: VERSION, language }));
    } catch {
      // The browser forbids storage or it is full; the next page plays the first sound.
    }
  }

  /** The language of the sound that is played, or null. */
  #activeLanguage() {
    return this.#player.getAudioTracks().find((track) => track.active)?.language ?? null;
  }

  /** @returns {string} */
  #read() {
    try {
      const stored = JSON.parse(this.#storage().getItem(KEY) ?? 'null');
      const valid = stored?.version === VERSION && typeof stored.language === 'string';
      return valid ? stored.language : '';
    } catch {
      return '';
    }
  }
}
