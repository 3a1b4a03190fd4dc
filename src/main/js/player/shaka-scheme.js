import { PlayerError } from '../errors/player-error.js';

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {ByteRange, RangeLink} from '../link/range-link.js'
 *
 * @typedef {typeof shaka} Shaka the library
 * @typedef {{link: RangeLink, requestId: string}} Stream an open stream session and its link
 * @typedef {Parameters<shaka.extern.SchemePlugin>} PluginArguments
 */

/** Matches `…/media/{request_id}/{object}` and `…/manifest/{request_id}…`, around the request id. */
const STREAM_URL = /^(https?:.*\/(?:media|manifest)\/)[^/]+?(\/[^/]+|\.\w+)$/;
const MEDIA_URL = /\/media\/[^/]+\/([^/]+)$/;

/**
 * Lets Shaka fetch media through a link. The plugin for the schemes `http` and `https` answers the
 * ranges of media objects itself, and leaves manifests and whole objects to Shaka's own plugin. A
 * scheme of our own with a filter that renames the URLs would not work, because Shaka chooses the
 * plugin before its filters run.
 *
 * @param {Shaka} shaka
 * @param {() => Stream | null} current gives the current stream, which changes when an expired
 *     session is opened again
 */
export function registerScheme(shaka, current) {
  const { NetworkingEngine, HttpFetchPlugin } = shaka.net;
  /** @type {shaka.extern.SchemePlugin} */
  const plugin = (...args) => {
    const [uri, request] = args;
    const [, name] = MEDIA_URL.exec(uri) ?? [];
    const range = rangeOf(request);
    const stream = current();
    return name && range && stream
      ? fetchRange(shaka, stream.link, { object: decodeURIComponent(name), ...range }, args)
      : HttpFetchPlugin.parse(...args);
  };
  for (const scheme of ['http', 'https']) {
    const { APPLICATION } = NetworkingEngine.PluginPriority;
    NetworkingEngine.registerScheme(scheme, plugin, APPLICATION, true);
  }
}

/**
 * A Shaka request filter. The URLs of a manifest name the session under which it was fetched; the
 * filter replaces that session, which may have ended, by the current one.
 *
 * @param {() => Stream | null} current
 * @returns {shaka.extern.RequestFilter}
 */
export function sessionFilter(current) {
  return (type, request) => {
    const requestId = current()?.requestId;
    if (requestId) {
      request.uris = request.uris.map((uri) => withRequestId(uri, requestId));
    }
  };
}

/**
 * Returns the URL of a stream under another session; other URLs stay as they are.
 *
 * @param {string} uri
 * @param {string} requestId
 */
export function withRequestId(uri, requestId) {
  return uri.replace(STREAM_URL, (_, before, after) => `${before}${requestId}${after}`);
}

/**
 * The first and the last byte that the header `Range` names, or null where it isn't a closed range.
 *
 * @param {Pick<shaka.extern.Request, 'headers'>} request
 * @returns {{from: number, to: number} | null}
 */
export function rangeOf(request) {
  const header = request.headers.Range ?? request.headers.range ?? '';
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  return to === undefined ? null : { from: Number(from), to: Number(to) };
}

/**
 * @param {Shaka} shaka
 * @param {RangeLink} link
 * @param {ByteRange} range
 * @param {PluginArguments} args
 * @returns {shaka.extern.IAbortableOperation<shaka.extern.Response>}
 */
function fetchRange(shaka, link, range, [uri, request, type, onProgress, onHeaders]) {
  const { Severity, Category, Code } = shaka.util.Error;
  const aborted = new AbortController();

  const respond = async () => {
    const bytes = new Uint8Array(range.to - range.from + 1);
    const startedAt = performance.now();
    let filled = 0;
    let reportedAt = startedAt;
    let reported = 0;
    onHeaders({});
    try {
      await link.read(range, (part) => {
        bytes.set(part, filled);
        filled += part.length;
        const time = performance.now();
        if (time > reportedAt) {
          onProgress(time - reportedAt, filled - reported, bytes.length - filled);
          reportedAt = time;
          reported = filled;
        }
      }, aborted.signal);
    } catch (thrown) {
      if (aborted.signal.aborted) {
        throw new shaka.util.Error(Severity.CRITICAL, Category.PLAYER, Code.OPERATION_ABORTED);
      }
      // The error is critical because the link has done all retries, and Shaka must not add its own.
      throw new shaka.util.Error(
        Severity.CRITICAL, Category.NETWORK, Code.HTTP_ERROR, uri, PlayerError.from(thrown), type,
      );
    }
    return {
      uri,
      originalUri: uri,
      data: bytes.buffer,
      headers: {},
      timeMs: performance.now() - startedAt,
      fromCache: false,
      originalRequest: request,
    };
  };
  return new shaka.util.AbortableOperation(respond(), async () => aborted.abort());
}

/**
 * The PlayerError inside of a Shaka error, or null for an error of Shaka's own.
 *
 * @param {{data?: unknown[]} | undefined} shakaError
 * @returns {PlayerError | null}
 */
export function playerErrorIn(shakaError) {
  for (const part of shakaError?.data ?? []) {
    if (part instanceof PlayerError) {
      return part;
    }
  }
  return null;
}
