import { addressOf, mediaUrl } from '../link/range-link.js';
import { streamLink } from '../link/stream-link.js';
import { mendMenus } from './menus.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { parseProblem } from '../errors/problem.js';
import { playerErrorIn, registerScheme, sessionFilter } from './shaka-scheme.js';

/**
 * The link retries, so Shaka must not: its own backoff cost seconds, and its timeouts know nothing
 * of a connection that is coming back.
 */
const ONCE = { maxAttempts: 1, timeout: 0, stallTimeout: 0, connectionTimeout: 0 };

export const SHAKA_CONFIG = {
  streaming: {
    retryParameters: ONCE,
    // One link serves all renditions: where one fails, another would not do better.
    maxDisabledTime: 0,
    rebufferingGoal: 0.5,
    bufferingGoal: 20,
    bufferBehind: 60,
  },
};

const UI_CONFIG = {
  controlPanelElements: [
    'play_pause',
    'mute_volume',
    'time_and_duration',
    'spacer',
    'captions',
    'picture_in_picture',
    'overflow_menu',
    'fullscreen',
  ],
  overflowMenuButtons: ['quality', 'captions', 'playback_rate', 'loop'],
  contextMenuElements: ['loop', 'picture_in_picture', 'statistics'],
  playbackRates: [0.5, 0.75, 1, 1.25, 1.5, 2],
  keyboardLargeSeekDistance: 30,
  enableKeyboardPlaybackControlsInWindow: true,
  // Its window would get copied inline styles, which our Content-Security-Policy refuses.
  documentPictureInPicture: { enabled: false },
  // No script from elsewhere, not for casting either.
  castSenderUrl: '',
  mediaSession: { handleMetadata: false },
  seekBarColors: { played: 'rgb(45, 212, 178)' },
  volumeBarColors: { level: 'rgb(255, 255, 255)' },
};

/** A video playing: Shaka, fed by the link of the stream session of the moment. */
export class Playback {
  #shaka;
  #player;
  #ui;
  #video;
  #hooks;
  #current = null;

  /**
   * @param {object} shaka the library
   * @param {HTMLElement} container what becomes full screen
   * @param {HTMLVideoElement} video
   * @param {{onTrouble: (error: PlayerError) => void, onWaiting: (waiting: boolean,
   *     error?: PlayerError) => void}} hooks `onTrouble` hears of what stops the playback,
   *     `onWaiting` of the connection's comings and goings
   */
  static async create(shaka, container, video, hooks) {
    shaka.polyfill.installAll();
    if (!shaka.Player.isBrowserSupported()) {
      throw new PlayerError(ErrorCode.NOT_SUPPORTED);
    }
    const player = new shaka.Player();
    await player.attach(video);
    return new Playback(shaka, player, container, video, hooks);
  }

  constructor(shaka, player, container, video, hooks) {
    this.#shaka = shaka;
    this.#player = player;
    this.#video = video;
    this.#hooks = hooks;
    this.#ui = new shaka.ui.Overlay(player, container, video);
    this.#ui.configure(UI_CONFIG);
    mendMenus(container);
    player.configure(SHAKA_CONFIG);
    const current = () => this.#current;
    registerScheme(shaka, current);
    player.getNetworkingEngine().registerRequestFilter(sessionFilter(current));
    player.addEventListener('error', ({ detail }) => this.#trouble(detail));
  }

  /**
   * Starts to play a stream session.
   *
   * @param {object} session what `POST /api/stream/{file_id}` answered
   * @param {number} at seconds into the video
   * @param {boolean} [paused] whether it waits there
   */
  async start(session, at, paused = false) {
    this.#adopt(session);
    try {
      await this.#player.load(new URL(session.manifest_url, location.href).href, at || null);
    } catch (thrown) {
      throw this.#explain(thrown);
    }
    if (paused) {
      this.#greet();
    } else {
      await this.play();
    }
  }

  /** Goes on with a new session where an old one ended: what was buffered stays. */
  async goOn(session) {
    this.#adopt(session);
    this.#player.retryStreaming(0);
    await this.play();
  }

  /** Asks once more for what could not be had. */
  async tryAgain() {
    this.#player.retryStreaming(0);
    await this.play();
  }

  async play() {
    try {
      await this.#video.play();
    } catch {
      // The browser wants a click first: the big button is there for it.
    }
    this.#greet();
  }

  #greet() {
    // Not only a greeting: until its controls have been shown once, Shaka holds the seek bar's range
    // for empty, and the first arrow key would jump to second 5 instead of by 5 seconds.
    this.#ui.getControls()?.showUI();
  }

  pause() {
    this.#video.pause();
  }

  /** Whether there is something to go on with. */
  get isLoaded() {
    return this.#player.getAssetUri() !== null && this.#video.readyState > 0;
  }

  get position() {
    return this.#video.currentTime;
  }

  get link() {
    return this.#current?.link ?? null;
  }

  /** While a form lies over the video, its keys are the form's. */
  listenToKeys(yes) {
    this.#ui.configure({
      enableKeyboardPlaybackControls: yes,
      enableKeyboardPlaybackControlsInWindow: yes,
    });
  }

  #adopt(session) {
    this.#current?.link.close();
    const address = addressOf(session, location.href);
    const link = streamLink(address, {
      onState: ({ waiting, error }) => this.#hooks.onWaiting(waiting, error),
    });
    this.#current = { link, requestId: session.request_id };
    if (!this.#video.poster) {
      this.#video.poster = mediaUrl(address, 'poster.jpg');
    }
  }

  #trouble(shakaError) {
    if (shakaError.severity === this.#shaka.util.Error.Severity.CRITICAL) {
      const error = this.#explain(shakaError);
      if (error.code !== ErrorCode.ABORTED) {
        this.#hooks.onTrouble(error);
      }
    }
  }

  #explain(thrown) {
    return explain(thrown, this.#shaka.util.Error.Code);
  }
}

/**
 * A Shaka error in our own words.
 *
 * @param {any} thrown
 * @param {Record<string, number>} codes Shaka's
 */
export function explain(thrown, codes) {
  const ours = thrown instanceof PlayerError ? thrown : playerErrorIn(thrown);
  if (ours) {
    return ours;
  }
  const [, status, body, headers] = thrown?.data ?? [];
  switch (thrown?.code) {
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
