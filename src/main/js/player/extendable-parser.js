/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {Shaka} from './shaka-scheme.js'
 *
 * @typedef {shaka.extern.ManifestParser & {update?: () => unknown}} Parser
 * @typedef {Parameters<shaka.extern.ManifestParser['configure']>} Configuration
 */

const HLS_TYPES = ['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/x-mpegurl'];
const DASH_TYPES = ['application/dash+xml', 'video/vnd.mpeg.dash.mpd'];

/** The ids of what is added begin here, since each of Shaka's parsers counts from 1. */
const FIRST_ADDED_ID = 1_000_000;

/** What distinguishes the playlist of the pictures or the sound of a file from that of the whole. */
const TRACK = /\.(picture|sound)$/;

/**
 * Has Shaka parse manifests by parsers that can add renditions to a manifest which is being played.
 *
 * @param {Shaka} shaka
 * @returns {() => ExtendableParser | null} gives the parser of what was loaded last
 */
export function registerExtendableParsers(shaka) {
  /** @type {ExtendableParser | null} */
  let loaded = null;
  const register = (/** @type {string[]} */ types, /** @type {() => Parser} */ create) => {
    for (const type of types) {
      shaka.media.ManifestParser.registerParserByMime(type, () => {
        const parser = new ExtendableParser(create);
        loaded = parser;
        return parser;
      });
    }
  };
  register(HLS_TYPES, () => new shaka.hls.HlsParser());
  register(DASH_TYPES, () => new shaka.dash.DashParser());
  return () => loaded;
}

/**
 * Parses a manifest by one of Shaka's parsers, and may add the renditions to it that exist later.
 * Shaka requests the manifest of a complete video once only, and a second load would interrupt the
 * playback. Here a further parser reads the manifest again, and those of its variants which are new
 * join the others: for Shaka this is as if the manifest of a broadcast had got further variants.
 *
 * @implements {shaka.extern.ManifestParser}
 */
export class ExtendableParser {
  #create;
  #main;
  /** The parsers of what was added, which fetch its segment indexes. */
  /** @type {Parser[]} */
  #further = [];
  /** @type {Configuration | null} */
  #configuration = null;
  /** @type {{uri: string, manifest: shaka.extern.Manifest,
   *     player: shaka.extern.ManifestParser.PlayerInterface} | null} */
  #started = null;
  #isStopped = false;
  /** The files that were read, also those that Shaka has left out since it can't play them. */
  /** @type {Set<string>} */
  #read = new Set();
  #extensions = 0;

  /** @param {() => Parser} create makes one of Shaka's parsers */
  constructor(create) {
    this.#create = create;
    this.#main = create();
  }

  /** The names of the files whose pictures or sound the manifest lists. */
  get renditions() {
    return this.#rememberVariants(this.#started?.manifest.variants ?? []);
  }

  /**
   * Reads the manifest again and adds the renditions that it didn't have before. The picture that
   * is shown, and what is buffered, stay. The player offers them when it is configured next.
   *
   * @returns {Promise<boolean>} whether the manifest is complete, so that it has been extended as
   *     far as that is possible; the parser itself still updates the one of a growing video
   * @throws {shaka.util.Error} when the manifest can't be requested
   */
  async extend() {
    const started = this.#started;
    if (!started || this.#isStopped || started.manifest.presentationTimeline.isDynamic()) {
      return false;
    }
    const { uri, manifest, player } = started;
    const parser = this.#create();
    if (this.#configuration) {
      parser.configure(...this.#configuration);
    }
    this.#further.push(parser);
    const found = await this.#startFurther(parser, uri, player);
    separateSounds(found);
    if (this.#isStopped || found.presentationTimeline.isDynamic()) {
      await this.#discard(parser);
      return false;
    }
    const added = this.#variantsToAdd(manifest, found);
    this.#rememberVariants(found.variants);
    const playable = await playableOf(player, manifest, added);
    if (playable.length === 0) {
      await this.#discard(parser);
      return true;
    }
    for (const variant of playable) {
      // By this Shaka notices that it has got tracks: it allows them when it applies its settings.
      variant.allowedByApplication = false;
      manifest.variants.push(variant);
    }
    return true;
  }

  /**
   * @param {Parser} parser
   * @param {string} uri
   * @param {shaka.extern.ManifestParser.PlayerInterface} player
   */
  async #startFurther(parser, uri, player) {
    try {
      return await parser.start(uri, withoutReports(player));
    } catch (thrown) {
      await this.#discard(parser);
      throw thrown;
    }
  }

  /** @param {Parser} parser one that isn't needed any more */
  async #discard(parser) {
    this.#further = this.#further.filter((other) => other !== parser);
    await parser.stop();
  }

  /** @param {shaka.extern.Variant[]} variants */
  #rememberVariants(variants) {
    variants.flatMap(streamsOf).forEach((stream) => this.#read.add(fileOf(stream)));
    return this.#read;
  }

  /**
   * The variants with pictures of a new size or new sound. What else they have is what is played.
   *
   * @param {shaka.extern.Manifest} manifest
   * @param {shaka.extern.Manifest} found the manifest as it is now
   */
  #variantsToAdd(manifest, found) {
    const known = this.renditions;
    const played = new Map(
      manifest.variants.flatMap(streamsOf).map((stream) => [nameOf(stream), stream]),
    );
    // Shaka chooses between two codecs of one size only when it loads, and would list both.
    const pictures = manifest.variants.flatMap(({ video }) => video ?? []);
    const isOffered = (/** @type {shaka.extern.Stream} */ video) => {
      const rival = pictures.find((other) => nameOf(other) === nameOf(video) || hasSizeOf(other, video));
      if (!rival) {
        pictures.push(video);
      }
      return !rival || nameOf(rival) === nameOf(video);
    };
    const added = found.variants.filter(
      (variant) =>
        streamsOf(variant).some((stream) => !known.has(fileOf(stream))) &&
        (!variant.video || isOffered(variant.video)),
    );
    const base = FIRST_ADDED_ID * ++this.#extensions;
    const duration = manifest.presentationTimeline.getDuration();
    const streams = new Set(added.flatMap(streamsOf));
    for (const variant of added) {
      variant.id += base;
      variant.video = variant.video && (played.get(nameOf(variant.video)) ?? variant.video);
      variant.audio = variant.audio && (played.get(nameOf(variant.audio)) ?? variant.audio);
    }
    for (const stream of streams) {
      stream.id += base;
      endAt(stream, duration);
    }
    return added;
  }

  /** @param {Configuration} configuration */
  configure(...configuration) {
    this.#configuration = configuration;
    this.#all.forEach((parser) => parser.configure(...configuration));
  }

  /**
   * @param {string} uri
   * @param {shaka.extern.ManifestParser.PlayerInterface} player
   */
  async start(uri, player) {
    const manifest = await this.#main.start(uri, player);
    separateSounds(manifest);
    this.#started = { uri, manifest, player };
    this.#rememberVariants(manifest.variants);
    return manifest;
  }

  async stop() {
    this.#isStopped = true;
    await Promise.all(this.#all.map((parser) => parser.stop()));
  }

  update() {
    return this.#main.update?.();
  }

  /**
   * @param {string} sessionId
   * @param {number} expiration
   */
  onExpirationUpdated(sessionId, expiration) {
    return this.#main.onExpirationUpdated?.(sessionId, expiration);
  }

  /** @param {shaka.extern.Variant} variant */
  onInitialVariantChosen(variant) {
    return this.#main.onInitialVariantChosen?.(variant);
  }

  /** @param {string} uri */
  banLocation(uri) {
    return this.#main.banLocation?.(uri);
  }

  /** @param {HTMLMediaElement} element */
  setMediaElement(element) {
    return this.#main.setMediaElement?.(element);
  }

  get #all() {
    return [this.#main, ...this.#further];
  }
}

/**
 * Returns the variants that this browser can play. They are examined by themselves: Shaka doesn't
 * examine what is in one manifest with variants that were examined before.
 *
 * @param {shaka.extern.ManifestParser.PlayerInterface} player
 * @param {shaka.extern.Manifest} manifest
 * @param {shaka.extern.Variant[]} added
 */
async function playableOf(player, manifest, added) {
  const examined = { ...manifest, variants: added, textStreams: [], imageStreams: [] };
  try {
    if (added.length > 0) {
      await player.filter(examined);
    }
    return examined.variants;
  } catch {
    return []; // Shaka refuses a manifest of which it can't play anything.
  }
}

/**
 * Makes each sound track a group of its own. Shaka would take tracks of one language for the same
 * sound in several qualities, and change from a film's sound to its commentary.
 *
 * @param {shaka.extern.Manifest} manifest
 */
function separateSounds({ variants }) {
  for (const { audio } of variants) {
    if (audio) {
      audio.groupId = nameOf(audio);
    }
  }
}

/**
 * The pictures and the sound of a variant.
 *
 * @param {shaka.extern.Variant} variant
 */
function streamsOf({ video, audio }) {
  return [video, audio].filter((stream) => stream !== null);
}

/**
 * The name of a track in its manifest, without the session: that may be another one meanwhile.
 *
 * @param {shaka.extern.Stream} stream
 */
function nameOf({ originalId }) {
  const [, name] = /([^/]*?)(?:\.m3u8)?$/.exec(originalId ?? '') ?? [];
  return decodeURIComponent(name ?? '');
}

/**
 * @param {shaka.extern.Stream} one
 * @param {shaka.extern.Stream} other
 */
function hasSizeOf(one, other) {
  return one.width !== undefined && one.width === other.width && one.height === other.height;
}

/** @param {shaka.extern.Stream} stream */
function fileOf(stream) {
  return nameOf(stream).replace(TRACK, '');
}

/**
 * Ends the segments of a stream where the presentation ends, as Shaka does with those of a manifest
 * whose sound it reads too.
 *
 * @param {shaka.extern.Stream} stream
 * @param {number} duration seconds
 */
function endAt(stream, duration) {
  const create = stream.createSegmentIndex;
  stream.createSegmentIndex = async () => {
    await create();
    const index = /** @type {shaka.media.SegmentIndex | null} */ (stream.segmentIndex);
    if (Number.isFinite(duration)) {
      index?.fit(0, duration);
    }
  };
}

/**
 * The player for a parser whose manifest isn't the one that is played.
 *
 * @param {shaka.extern.ManifestParser.PlayerInterface} player
 * @returns {shaka.extern.ManifestParser.PlayerInterface}
 */
function withoutReports(player) {
  return {
    ...player,
    filter: async () => {},
    makeTextStreamsForClosedCaptions: () => {},
    onTimelineRegionAdded: () => {},
    onEvent: () => {},
    onManifestUpdated: () => {},
    updateDuration: () => {},
  };
}
