import { PlayerError } from '../errors/player-error.js';

/** `…/media/{request_id}/{object}` and `…/manifest/{request_id}…`: before, and what follows the id. */
const STREAM_URL = /^(https?:.*\/(?:media|manifest)\/)[^/]+?(\/[^/]+|\.\w+)$/;
const MEDIA_URL = /\/media\/[^/]+\/([^/]+)$/;

/**
 * Lets Shaka fetch media through a link: a plugin for the web's schemes that answers ranges of media
 * objects itself, and leaves manifests and whole objects to Shaka's own. (A filter that renames the
 * address to a scheme of ours comes too late: Shaka picks the plugin before its filters run.)
 *
 * @param {object} shaka the library
 * @param {() => {link: import('../link/range-link.js').RangeLink, requestId: string}} current the
 *     stream session of the moment: it changes when an expired one is opened again
 */
export function registerScheme(shaka, current) {
  const { NetworkingEngine, HttpFetchPlugin } = shaka.net;
  const plugin = (uri, request, type, progressed, headersReceived, config) => {
    const [, object] = MEDIA_URL.exec(uri) ?? [];
    return object && rangeOf(request)
      ? fetchThrough(shaka, current().link, object, uri, request, type, progressed, headersReceived)
      : HttpFetchPlugin.parse(uri, request, type, progressed, headersReceived, config);
  };
  for (const scheme of ['http', 'https']) {
    const { APPLICATION } = NetworkingEngine.PluginPriority;
    NetworkingEngine.registerScheme(scheme, plugin, APPLICATION, true);
  }
}

/**
 * A Shaka request filter. A manifest names the session that it was fetched under, which may have
 * ended since; what it lists is the same in the session of the moment.
 */
export function sessionFilter(current) {
  return (type, request) => {
    request.uris = request.uris.map((uri) =>
      uri.replace(STREAM_URL, (_, before, after) => `${before}${current().requestId}${after}`),
    );
  };
}

/** The `Range` header's borders, or null. */
export function rangeOf(request) {
  const header = request.headers.Range ?? request.headers.range ?? '';
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  return to === undefined ? null : { from: Number(from), to: Number(to) };
}

function fetchThrough(shaka, link, name, uri, request, type, progressed, headersReceived) {
  const { Severity, Category, Code } = shaka.util.Error;
  const leave = new AbortController();
  const object = decodeURIComponent(name);
  const { from, to } = rangeOf(request);

  const answer = async () => {
    const bytes = new Uint8Array(to - from + 1);
    const startedAt = performance.now();
    let filled = 0;
    let toldAt = startedAt;
    let told = 0;
    headersReceived({});
    try {
      await link.read({ object, from, to }, (part) => {
        bytes.set(part, filled);
        filled += part.length;
        const time = performance.now();
        if (time > toldAt) {
          progressed(time - toldAt, filled - told, bytes.length - filled);
          toldAt = time;
          told = filled;
        }
      }, leave.signal);
    } catch (thrown) {
      if (leave.signal.aborted) {
        throw new shaka.util.Error(Severity.CRITICAL, Category.PLAYER, Code.OPERATION_ABORTED);
      }
      // Critical: the link has tried again long enough; Shaka's own retries would only add to it.
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
  return new shaka.util.AbortableOperation(answer(), async () => leave.abort());
}

/** The PlayerError inside of a Shaka error, or null when Shaka itself is unhappy. */
export function playerErrorIn(shakaError) {
  return shakaError?.data?.find((part) => part instanceof PlayerError) ?? null;
}
