/**
 * A fake of the parts of Shaka that the watch page uses, for a video element without media: `load`
 * fetches the manifest as Shaka does, and then sets the position.
 */
class ShakaError extends Error {
  static Severity = { CRITICAL: 2 };
  static Category = { NETWORK: 1, PLAYER: 7 };
  static Code = { BAD_HTTP_STATUS: 1001, HTTP_ERROR: 1002, TIMEOUT: 1003, LOAD_INTERRUPTED: 7000 };
}

class Player extends EventTarget {
  static isBrowserSupported = () => true;
  #video;
  #uri = null;

  async attach(video) {
    this.#video = video;
    video.player = this; // for the tests
  }

  async load(uri, at) {
    const answer = await fetch(uri).catch(() => {
      throw Object.assign(new ShakaError(), { code: 1002, data: [uri] });
    });
    if (!answer.ok) {
      const data = [uri, answer.status, await answer.text(), Object.fromEntries(answer.headers)];
      throw Object.assign(new ShakaError(), { code: 1001, data });
    }
    this.#uri = uri;
    Object.assign(this.#video, { readyState: 4, currentTime: at ?? 0 });
  }

  async unload() {
    this.#uri = null;
    Object.assign(this.#video, { readyState: 0, currentTime: 0 });
  }

  captions = [];
  async addTextTrackAsync(uri, language) {
    this.captions.push(`${language} ${uri}`);
  }

  seekTracks = [];
  async addThumbnailsTrack(uri) {
    this.seekTracks.push(uri);
  }
  async addChaptersTrack(uri) {
    this.seekTracks.push(uri);
  }

  getChaptersAsync = async () => [];

  /** Reports that the picture stops or moves again. */
  buffer(buffering) {
    this.dispatchEvent(Object.assign(new Event('buffering'), { buffering }));
  }

  /** Reports that the media element can't go on; its error says nothing of the reason. */
  fail() {
    const detail = Object.assign(new ShakaError(), { code: 3016, severity: 2, data: [4] });
    this.dispatchEvent(Object.assign(new Event('error'), { detail }));
  }

  configure() {}
  setVideoContainer() {}
  retryStreaming() {}
  getTextTracks = () => [];
  getAudioTracks = () => [];
  selectTextTrack() {}
  getAssetUri = () => this.#uri;
  getNetworkingEngine = () => ({ registerRequestFilter() {} });
}

class Overlay {
  configure() {}
  getControls = () => null;
}

class Controls {
  static registerElement() {}
}

export default {
  Player,
  polyfill: { installAll() {} },
  ui: { Controls, Overlay, OverflowMenu: Controls },
  util: { Error: ShakaError },
  net: {
    HttpFetchPlugin: {},
    NetworkingEngine: { PluginPriority: {}, registerScheme() {} },
  },
};
