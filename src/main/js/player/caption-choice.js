const KEY = 'sealcast.captions';

/** The version of the stored form; other versions are ignored. */
const VERSION = 1;

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 *
 * @typedef {Pick<shaka.Player, 'getTextTracks' | 'selectTextTrack' | 'configure'> & EventTarget}
 *     TextPlayer
 *
 * @typedef {object} Choice
 * @property {boolean} on whether captions are shown
 * @property {string} language the language that was shown last, by BCP 47; may be empty
 */

/**
 * Remembers in this browser, for all videos and accounts, whether captions are shown and in which
 * language. A video without captions in that language changes nothing of it.
 */
export class CaptionChoice {
  #player;
  #storage;
  /** @type {string | null} the language that is shown, as far as this object has noticed */
  #shown = null;

  /**
   * @param {TextPlayer} player
   * @param {() => Pick<Storage, 'getItem' | 'setItem'>} storage may throw where the browser forbids
   *     storage; then nothing is remembered
   */
  constructor(player, storage) {
    this.#player = player;
    this.#storage = storage;
    // Shaka dispatches this event for the viewer's choices, and sometimes for its own first one.
    player.addEventListener('textchanged', () => this.#rememberChange());
  }

  /** Has the player show the remembered language as soon as it loads a video that has it. */
  applyBeforeLoad() {
    const { on, language } = this.#read();
    const wanted = { language, role: '', format: '', forced: false };
    this.#player.configure({ preferredText: on && language ? [wanted] : [] });
  }

  /** Shows the remembered language of captions that were added after the load. */
  apply() {
    const { on, language } = this.#read();
    const track = this.#player
      .getTextTracks()
      .find((candidate) => languageOf(candidate) === language);
    if (on && track && this.#activeLanguage() === null) {
      this.#player.selectTextTrack(track);
    }
  }

  /** Takes what the player shows after it has loaded a video as its own choice. */
  loaded() {
    this.#shown = this.#activeLanguage();
  }

  /**
   * Remembers a language, for the next load.
   *
   * @param {string} language
   */
  choose(language) {
    this.#write({ on: true, language });
  }

  /** Switches the captions off or on, in the language that was shown last or else the first one. */
  toggle() {
    if (this.#activeLanguage() !== null) {
      this.#player.selectTextTrack(null);
      return;
    }
    const tracks = this.#player.getTextTracks();
    const { language } = this.#read();
    const track =
      tracks.find((candidate) => languageOf(candidate) === language) ??
      tracks.find((candidate) => baseOf(languageOf(candidate)) === baseOf(navigator.language)) ??
      tracks[0];
    if (track) {
      this.#player.selectTextTrack(track);
    }
  }

  #rememberChange() {
    const language = this.#activeLanguage();
    if (language === this.#shown) {
      return;
    }
    this.#shown = language;
    const { language: last } = this.#read();
    this.#write({ on: language !== null, language: language ?? last });
  }

  /** The language of the captions that are shown, or null. */
  #activeLanguage() {
    const active = this.#player.getTextTracks().find((track) => track.active);
    return active ? languageOf(active) : null;
  }

  /** @returns {Choice} */
  #read() {
    try {
      const stored = JSON.parse(this.#storage().getItem(KEY) ?? 'null');
      const valid = stored?.version === VERSION && typeof stored.language === 'string';
      return valid
        ? { on: stored.on === true, language: stored.language }
        : { on: false, language: '' };
    } catch {
      return { on: false, language: '' };
    }
  }

  /** @param {Choice} choice */
  #write(choice) {
    try {
      this.#storage().setItem(KEY, JSON.stringify({ version: VERSION, ...choice }));
    } catch {
      // The browser forbids storage or it is full; the next page shows no captions.
    }
  }
}

/** @param {string} tag */
function baseOf(tag) {
  return tag.split('-')[0];
}

/** @param {shaka.extern.TextTrack} track */
function languageOf(track) {
  return track.originalLanguage ?? track.language;
}
