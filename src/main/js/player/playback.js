import { addressOf, mediaUrl } from '../link/range-link.js';
import { streamLink } from '../link/stream-link.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { parseProblem } from '../errors/problem.js';
import { CaptionChoice } from './caption-choice.js';
import { setChapterKeys } from './chapter-keys.js';
import { ELAPSED_TIME, registerElapsedTime } from './elapsed-time.js';
import { registerExtendableParsers } from './extendable-parser.js';
import { registerMenuButton } from './menu-button.js';
import { fixMenuAccessibility } from './menus.js';
import { NATIVE_LINK, explainFailure, needsNativeHls } from './native-hls.js';
import { PLAYBACK_RATES } from './playback-preferences.js';
import { LEAD_SECONDS } from './prepared.js';
import { filesOf } from './rendition-updates.js';
import { SoundChoice } from './sound-choice.js';
import { UNDETERMINED, addSeekTracks, renewStoryboard } from './seek-tracks.js';
import { playerErrorIn, registerScheme, sessionFilter } from './shaka-scheme.js';
import { keepSize } from './size-choice.js';
import { Statistics } from './statistics.js';

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {Captions, StreamSession, Video} from '../api/json.js'
 * @import {Shaka} from './shaka-scheme.js'
 *
 * @typedef {object} Hooks
 * @property {(error: PlayerError) => void} onError called for an error that stops the playback
 * @property {(waiting: boolean, error?: PlayerError) => void} onWaiting called when the connection is
 *     interrupted and when it works again
 * @property {(buffering: boolean) => void} onBuffering called when the picture stops since the
 *     next part of the video isn't there, and when it moves again
 * @property {(error: PlayerError) => void} onUpdateError called when the manifest of a video that
 *     is being prepared could not be requested again; Shaka repeats that
 * @property {() => Growing | null} growing gives how much of the video is prepared, or null when it is
 *     complete
 * @property {() => Video} video gives the video as it is known now
 * @property {() => void} onKeysHelp called when the viewer asks for the list of keys
 * @property {() => void} onManifestUpdate called when the manifest of a video that is being prepared
 *     was requested again, the last time when it is complete
 *
 * @typedef {object} Growing a video that is being prepared
 * @property {number} prepared seconds that can be watched
 * @property {number | null} duration seconds of the whole; null when unknown
 */

/**
 * Shaka must not retry, since the link does: Shaka's own pauses take seconds, and its timeouts would
 * end a request whose connection is being restored.
 */
const NO_RETRIES = { maxAttempts: 1, timeout: 0, stallTimeout: 0, connectionTimeout: 0 };

export const SHAKA_CONFIG = {
  manifest: {
    // What is prepared of a video may be watched to its end, while a broadcast is watched with a
    // delay. 0 would mean Shaka's own choice.
    defaultPresentationDelay: 0.001,
    // The manifest says since when its segments are available. By default Shaka assumes that the
    // last one has just been made, and that they are made at the speed of the clock.
    dash: { autoCorrectDrift: false },
  },
  abr: {
    // Shaka would look at the line every 8 seconds only, and believe its past for longer than what is
    // buffered lasts when the line becomes narrow. It counts the seconds of downloads alone, which are
    // few with small segments on a wide line.
    switchInterval: 2,
    // A small screen needs no more pixels than it has.
    restrictToElementSize: true,
    advanced: { fastHalfLife: 1, slowHalfLife: 2 },
  },
  // Of two codecs of one size, Shaka would take the one of the lower bit rate, even where the browser
  // says that it can't decode it without dropping frames.
  preferredDecodingAttributes: ['smooth'],
  streaming: {
    retryParameters: NO_RETRIES,
    // One link serves all renditions, so a failure isn't a reason to disable one of them.
    maxDisabledTime: 0,
    rebufferingGoal: 0.5,
    // A segment that is on its way when the line becomes narrow holds up all that follow.
    bufferingGoal: 30,
    bufferBehind: 60,
  },
};

const STATISTICS = 'delivery_statistics';
const STATISTICS_ICON =
  'M160-160v-280h160v280H160Zm240 0v-640h160v640H400Zm240 0v-440h160v440H640Z';
const KEYS_HELP = 'keys_help';
const KEYS_ICON =
  'M80-200v-560h800v560H80Zm80-80h640v-400H160v400Zm160-40h320v-80H320v80ZM200-440h80v-80h-80v80Z' +
  'm160 0h80v-80h-80v80Zm160 0h80v-80h-80v80Zm160 0h80v-80h-80v80ZM200-560h80v-80h-80v80Zm160 0h80' +
  'v-80h-80v80Zm160 0h80v-80h-80v80Zm160 0h80v-80h-80v80Z';

const UI_CONFIG = {
  controlPanelElements: [
    'play_pause',
    'mute_volume',
    'time_and_duration',
    ELAPSED_TIME,
    'spacer',
    'captions',
    'picture_in_picture',
    'overflow_menu',
    'fullscreen',
  ],
  // Shaka hides 'chapter' while the video has none.
  overflowMenuButtons: [
    'quality',
    // Shaka hides it while there is one sound track.
    'language',
    'chapter',
    'captions',
    'playback_rate',
    'loop',
    // On narrow screens, where the bar has no room for it: see the style sheet.
    'picture_in_picture',
    // Shaka calls it AirPlay on Apple devices. Elsewhere no receiver can play what MediaSource plays.
    ...('WebKitPlaybackTargetAvailabilityEvent' in globalThis ? ['remote'] : []),
    STATISTICS,
    KEYS_HELP,
  ],
  contextMenuElements: ['loop', 'picture_in_picture', STATISTICS],
  playbackRates: PLAYBACK_RATES,
  // Shaka's format LABEL: the labels of captions are unique, and their languages' own names.
  textTrackLabelFormat: 3,
  // So are those of sound tracks, which also say which one is surround.
  trackLabelFormat: 3,
  showAudioChannelCountVariants: false,
  // Shaka's shortcut for captions does nothing before they were chosen in the menu. That for
  // screenshots would save a picture of an encrypted video to the disk by one key.
  shortcuts: { captions: '', take_screenshot: '' },
  keyboardLargeSeekDistance: 30,
  enableKeyboardPlaybackControlsInWindow: true,
  // Shaka copies inline styles into this window, which the Content-Security-Policy refuses.
  documentPictureInPicture: { enabled: false },
  // The page loads no script from another server, so it can't cast.
  castSenderUrl: '',
  mediaSession: {
    handleMetadata: false,
    // Not 'stop', by which Shaka would remove the video from the player for good. Those for tracks
    // are set for chapters.
    supportedActions: ['pause', 'play', 'seekbackward', 'seekforward', 'seekto', 'enterpictureinpicture'],
  },
  seekBarColors: { played: 'rgb(45, 212, 178)', chapters: 'rgba(0, 0, 0, 0.8)' },
  volumeBarColors: { level: 'rgb(255, 255, 255)' },
};

/**
 * Plays a video: it feeds Shaka through the link of the current stream session. Where there is no
 * MediaSource, Shaka gives the HLS manifest to the browser, which fetches the media by the cookie of
 * the page.
 */
export class Playback {
  #shaka;
  #player;
  #ui;
  #video;
  #hooks;
  #captions;
  #sound;
  #parser;
  #isNative = needsNativeHls();
  /** @type {ReadonlySet<string>} the renditions that a native player has found in its playlist */
  #nativeRenditions = new Set();
  #isStarting = false;
  #hasKeyboard = false;
  /** Aborted when another video is loaded, or none. */
  #loading = new AbortController();
  /**
   * @type {{link: ReturnType<typeof streamLink>, address: ReturnType<typeof addressOf>,
   *     requestId: string, session: StreamSession} | null}
   */
  #current = null;

  /**
   * @param {Shaka} shaka
   * @param {HTMLElement} container the element that becomes full screen
   * @param {HTMLVideoElement} video
   * @param {Hooks} hooks
   */
  static async create(shaka, container, video, hooks) {
    shaka.polyfill.installAll();
    if (!shaka.Player.isBrowserSupported()) {
      throw new PlayerError(ErrorCode.NOT_SUPPORTED);
    }
    const player = new shaka.Player();
    // Before the first load: without a container, Shaka would show captions by a track with a data:
    // URL, which the Content-Security-Policy refuses.
    player.setVideoContainer(container);
    await player.attach(video);
    return new Playback(shaka, player, container, video, hooks);
  }

  /**
   * @param {Shaka} shaka
   * @param {shaka.Player} player
   * @param {HTMLElement} container
   * @param {HTMLVideoElement} video
   * @param {Hooks} hooks
   */
  constructor(shaka, player, container, video, hooks) {
    this.#shaka = shaka;
    this.#player = player;
    this.#video = video;
    this.#hooks = hooks;
    this.#captions = new CaptionChoice(player, () => localStorage);
    this.#sound = new SoundChoice(player, () => localStorage);
    this.#parser = registerExtendableParsers(shaka);
    registerElapsedTime(shaka);
    this.#registerMenuButtons();
    this.#ui = new shaka.ui.Overlay(player, container, video);
    this.#ui.configure(UI_CONFIG);
    fixMenuAccessibility(container);
    player.configure(SHAKA_CONFIG);
    const current = () => this.#current;
    registerScheme(shaka, current);
    renewStoryboard(container, current);
    player.getNetworkingEngine()?.registerRequestFilter(sessionFilter(current));
    document.addEventListener('keydown', (event) => this.#handleKey(event));
    video.addEventListener('ended', () => this.#continueNatively());
    player.addEventListener('buffering', (event) => {
      const { buffering } = /** @type {Event & {buffering: boolean}} */ (/** @type {unknown} */ (event));
      hooks.onBuffering(buffering);
    });
    player.addEventListener('manifestupdated', () => hooks.onManifestUpdate());
    player.addEventListener('error', (event) => {
      this.#handleError(/** @type {CustomEvent<shaka.util.Error>} */ (event).detail);
    });
  }

  /** Adds what Shaka has no menu items for. */
  #registerMenuButtons() {
    const statistics = new Statistics(this.#video, () => ({
      stats: this.#player.getStats(),
      link: this.link,
    }));
    registerMenuButton(this.#shaka, STATISTICS, {
      label: 'Statistics',
      icon: STATISTICS_ICON,
      onClick: () => statistics.toggle(),
      panel: statistics,
    });
    registerMenuButton(this.#shaka, KEYS_HELP, {
      label: 'Keyboard shortcuts',
      icon: KEYS_ICON,
      onClick: () => this.#hooks.onKeysHelp(),
    });
  }

  /**
   * Starts to play a stream session.
   *
   * @param {StreamSession} session
   * @param {number} at the position in seconds
   * @param {boolean} [paused] whether the video stays paused
   */
  async start(session, at, paused = false) {
    this.#loading.abort();
    this.#loading = new AbortController();
    this.#useSession(session);
    this.#captions.applyBeforeLoad();
    this.#sound.applyBeforeLoad();
    const growing = this.#hooks.growing();
    const first = growing ? Math.min(at, Math.max(0, growing.prepared - LEAD_SECONDS)) : at;
    const isDash = growing?.duration && !this.#isNative;
    const url = isDash ? session.dash_url : session.manifest_url;
    this.#nativeRenditions = new Set(filesOf(this.#hooks.video()));
    this.#isStarting = true;
    try {
      // Without a position, Shaka would start at the end of what is prepared.
      await this.#player.load(new URL(url, location.href).href, growing ? first : at || null);
    } catch (thrown) {
      throw await this.#explain(thrown);
    } finally {
      this.#isStarting = false;
    }
    if (isDash && first < at) {
      this.#seekOnceLoaded(at);
    }
    this.#captions.loaded();
    this.#sound.loaded();
    this.addSeekTracks(this.#hooks.video());
    if (this.#isNative) {
      this.#completeCaptions();
    }
    if (paused) {
      this.#showControls();
    } else {
      await this.play();
    }
  }

  /**
   * Seeks as soon as there is a picture. Until a media element has one, Shaka ignores all seeks, so
   * that a viewer could not leave a position that isn't prepared yet.
   *
   * @param {number} at
   */
  #seekOnceLoaded(at) {
    const seek = () => {
      this.#video.currentTime = at;
    };
    if (this.#video.readyState > 1) {
      seek();
    } else {
      const { signal } = this.#loading;
      this.#video.addEventListener('loadeddata', seek, { once: true, signal });
    }
  }

  /** Removes the video from the player, since what it has buffered isn't valid any more. */
  async unload() {
    this.#loading.abort();
    this.#video.pause();
    await this.#player.unload();
  }

  /**
   * Offers the pictures and the chapters of the video.
   *
   * @param {Video} video
   */
  addSeekTracks(video) {
    const address = this.#current?.address;
    if (address) {
      addSeekTracks(this.#player, video, (object) => mediaUrl(address, object))
        .then(() => this.#player.getChaptersAsync(UNDETERMINED))
        .then((chapters) => setChapterKeys(chapters, this.#video, navigator.mediaSession))
        .catch(() => {}); // The video plays without them.
    }
  }

  /**
   * Offers what the video has got since it was loaded, without loading it again.
   *
   * @param {Video} video
   */
  async addTracks(video) {
    this.addSeekTracks(video);
    await this.#addCaptions(video.captions ?? []);
  }

  /** Adds the captions that the browser didn't take from the manifest. Chromium takes none. */
  async #completeCaptions() {
    try {
      await this.#addCaptions(this.#hooks.video().captions ?? []);
      this.#captions.apply();
    } catch {
      // The video plays without them.
    }
  }

  /** @param {Captions[]} captions */
  async #addCaptions(captions) {
    const address = this.#current?.address;
    const known = this.#player.getTextTracks().map((track) => track.originalLanguage);
    for (const { language, label, object } of captions) {
      if (address && !known.includes(language)) {
        const url = mediaUrl(address, object);
        await this.#player.addTextTrackAsync(url, language, 'subtitles', 'text/vtt', '', label);
      }
    }
  }

  /**
   * Continues with a new session after an old one has ended. Buffered media is kept.
   *
   * @param {StreamSession} session
   */
  async resume(session) {
    this.#useSession(session);
    await this.retry();
  }

  /**
   * Loads the video again at its position, since its captions or its renditions have changed.
   *
   * @param {StreamSession} session
   * @param {string | null} [language] captions that are shown from then on, or null
   */
  async reload(session, language = null) {
    if (language) {
      this.#captions.choose(language);
    }
    const { currentTime, paused, ended } = this.#video;
    const chooseSize = keepSize(this.#player);
    // The browser itself pauses a video that it can't load any further. One that has ended would
    // start again at its beginning.
    await this.start(session, currentTime, (paused && !this.#video.error) || ended);
    chooseSize();
  }

  /** The files of the renditions that the player can play; null before a video is loaded. */
  get renditions() {
    if (!this.isLoaded) {
      return null;
    }
    return this.#isNative ? this.#nativeRenditions : (this.#parser()?.renditions ?? null);
  }

  /** Whether {@link addRenditions} has an effect; otherwise the video has to be loaded again. */
  get canAddRenditions() {
    return !this.#isNative;
  }

  /**
   * Offers the renditions that the video has got since it was loaded. The picture goes on.
   *
   * @returns {Promise<boolean>} false while the player still follows a video that is being prepared
   */
  async addRenditions() {
    const isExtended = (await this.#parser()?.extend()) ?? false;
    if (isExtended) {
      // By any setting, Shaka has the choice by the line made among all tracks that there are now.
      this.#player.configure('abr.enabled', this.#player.getConfiguration().abr.enabled);
    }
    return isExtended;
  }

  /** Whether the server gives the manifest, so that the video could be loaded again. */
  async canReload() {
    const { session } = this.#current ?? {};
    if (!session) {
      return false;
    }
    const { ok, body } = await fetch(session.manifest_url, { signal: this.#loading.signal });
    await body?.cancel();
    return ok;
  }

  /**
   * Loads a video again that has ended at what was prepared of it before: Chromium itself doesn't
   * request a growing playlist again.
   */
  async #continueNatively() {
    const { currentTime } = this.#video;
    const end = this.#hooks.growing()?.prepared ?? this.#hooks.video().duration_seconds ?? 0;
    if (this.#isNative && end > currentTime + LEAD_SECONDS) {
      await this.retry().catch((thrown) => this.#hooks.onError(PlayerError.from(thrown)));
    }
  }

  /** Requests again what could not be fetched. */
  async retry() {
    if (this.#isNative && this.#current) {
      // A media element can't go on after an error; it has to load the manifest again.
      await this.start(this.#current.session, this.#video.currentTime);
    } else {
      this.#player.retryStreaming(0);
      await this.play();
    }
  }

  async play() {
    try {
      await this.#video.play();
    } catch {
      // The browser refuses to play without a click, for which the player shows its big button.
    }
    this.#showControls();
  }

  #showControls() {
    // Shaka takes the range of the seek bar for empty until its controls were shown once. Without
    // this call the first arrow key would jump to second 5 instead of by 5 seconds.
    this.#ui.getControls()?.showUI();
  }

  pause() {
    this.#video.pause();
  }

  /** Whether media is loaded, so that the playback can be continued. */
  get isLoaded() {
    return this.#player.getAssetUri() !== null && this.#video.readyState > 0;
  }

  /** The link of the current stream session, or null before the first. */
  get link() {
    return this.#current && (this.#isNative ? NATIVE_LINK : this.#current.link);
  }

  /**
   * Enables the player's keyboard controls; they are disabled while a form covers the video.
   *
   * @param {boolean} enabled
   */
  setKeyboardControls(enabled) {
    this.#hasKeyboard = enabled;
    this.#ui.configure({
      enableKeyboardPlaybackControls: enabled,
      enableKeyboardPlaybackControlsInWindow: enabled,
    });
  }

  /** @param {KeyboardEvent} event */
  #handleKey(event) {
    const { key, ctrlKey, metaKey, altKey } = event;
    const isTyping = document.activeElement?.matches('input, select, textarea');
    if (this.#hasKeyboard && key.toLowerCase() === 'c' && !ctrlKey && !metaKey && !altKey && !isTyping) {
      this.#captions.toggle();
    }
  }

  /** @param {StreamSession} session */
  #useSession(session) {
    this.#current?.link.close();
    const address = addressOf(session, location.href);
    const link = streamLink(address, {
      onState: ({ waiting, error }) => this.#hooks.onWaiting(waiting, error),
    });
    this.#current = { link, address, requestId: session.request_id, session };
    // The poster is made at the end of the preparation.
    if (!this.#video.poster && !this.#hooks.growing()) {
      this.#video.poster = mediaUrl(address, 'poster.jpg');
    }
  }

  /** @param {shaka.util.Error} shakaError */
  #handleError(shakaError) {
    if (shakaError.severity === this.#shaka.util.Error.Severity.CRITICAL) {
      this.#reportError(shakaError);
    } else if (/\/manifest\//.test(String(shakaError.data[0]))) {
      this.#hooks.onUpdateError(this.#toPlayerError(shakaError));
    }
  }

  /** @param {shaka.util.Error} shakaError */
  async #reportError(shakaError) {
    if (this.#isNative && this.#isStarting) {
      return; // The load fails with the same error.
    }
    const { signal } = this.#loading;
    const error = await this.#explain(shakaError);
    if (error.code !== ErrorCode.ABORTED && !signal.aborted) {
      this.#hooks.onError(error);
    }
  }

  /**
   * Turns a Shaka error into a PlayerError, whose reason has to be asked for where the browser has
   * fetched the media itself.
   *
   * @param {unknown} thrown
   */
  async #explain(thrown) {
    const error = this.#toPlayerError(thrown);
    return this.#isNative && this.#current && error.code === ErrorCode.PLAYBACK_FAILED
      ? explainFailure(this.#current.session, thrown, this.#loading.signal)
      : error;
  }

  /** @param {unknown} thrown */
  #toPlayerError(thrown) {
    return toPlayerError(thrown, this.#shaka.util.Error.Code);
  }
}

/**
 * Turns a Shaka error into a PlayerError.
 *
 * @param {unknown} thrown
 * @param {Pick<typeof shaka.util.Error.Code, 'BAD_HTTP_STATUS' | 'HTTP_ERROR' | 'TIMEOUT'
 *     | 'LOAD_INTERRUPTED' | 'OPERATION_ABORTED'>} codes Shaka's own
 */
export function toPlayerError(thrown, codes) {
  if (thrown instanceof PlayerError) {
    return thrown;
  }
  const { code, data = [] } = /** @type {Partial<shaka.util.Error>} */ (thrown ?? {});
  const playerError = playerErrorIn({ data });
  if (playerError) {
    return playerError;
  }
  const [, status, body, headers] = data;
  switch (code) {
    case codes.BAD_HTTP_STATUS:
      return parseProblem(status, body ?? '', null, headers?.server);
    case codes.HTTP_ERROR:
    case codes.TIMEOUT:
      return new PlayerError(ErrorCode.CONNECTION_LOST, undefined, { cause: thrown });
    case codes.LOAD_INTERRUPTED:
    case codes.OPERATION_ABORTED:
      return PlayerError.aborted();
    default:
      return new PlayerError(ErrorCode.PLAYBACK_FAILED, undefined, { cause: thrown });
  }
}
