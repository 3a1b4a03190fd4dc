/**
 * A fake of the parts of Shaka that the watch page uses, for a video element without media: `load`
 * fetches the manifest as Shaka does, and then sets the position.
 */
class ShakaError extends Error {
  static Severity = { CRITICAL: 2 };
  static Category = { NETWORK: 1, PLAYER: 7 };
  static Code = { BAD_HTTP_STATUS: 1001, HTTP_ERROR: 1002, TIMEOUT: 1003, LOAD_INTERRUPTED: 7000 };
}

/** The parsers that the page has registered, by the type of manifest. */
const factories = new Map();

/** Fetches a manifest, of which each line that names a file is a rendition. */
class Parser {
  configure() {}

  async start(uri) {
    const answer = await fetch(uri).catch(() => {
      throw Object.assign(new ShakaError(), { code: 1002, data: [uri] });
    });
    if (!answer.ok) {
      const data = [uri, answer.status, await answer.text(), Object.fromEntries(answer.headers)];
      throw Object.assign(new ShakaError(), { code: 1001, data });
    }
    const text = await answer.text();
    const files = text.split('\n').filter((line) => line.endsWith('.mp4'));
    return {
      presentationTimeline: { isDynamic: () => text.includes('dynamic'), getDuration: () => 60 },
      variants: files.map((originalId, id) => ({
        id,
        audio: null,
        video: { id, originalId, async createSegmentIndex() {} },
      })),
    };
  }

  async stop() {}
}

class Player extends EventTarget {
  static isBrowserSupported = () => true;
  #video;
  #uri = null;
  #parser = null;
  #config = { abr: { enabled: true } };
  loads = [];
  manifest = { variants: [] };

  async attach(video) {
    this.#video = video;
    video.player = this; // for the tests
  }

  async load(uri, at) {
    await this.#parser?.stop();
    const type = uri.endsWith('.mpd') ? 'application/dash+xml' : 'application/x-mpegurl';
    this.#parser = factories.get(type)();
    this.manifest = await this.#parser.start(uri, { filter: async () => {} });
    this.loads.push(at);
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

  /** Reports that the server doesn't have a part of a rendition. */
  miss() {
    const data = ['', 404, JSON.stringify({ code: 'not_found' })];
    const detail = Object.assign(new ShakaError(), { code: 1001, severity: 2, data });
    this.dispatchEvent(Object.assign(new Event('error'), { detail }));
  }

  get sizes() {
    return this.manifest.variants.map(({ video }) => video.originalId);
  }

  configure() {}
  getConfiguration = () => this.#config;
  getVideoTracks = () => [];
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
  hls: { HlsParser: Parser },
  dash: { DashParser: Parser },
  media: {
    ManifestParser: { registerParserByMime: (type, factory) => factories.set(type, factory) },
  },
  net: {
    HttpFetchPlugin: {},
    NetworkingEngine: { PluginPriority: {}, registerScheme() {} },
  },
};
