/**
 * The one primitive of delivery, as the player sees it.
 *
 * @typedef {object} ByteRange
 * @property {string} object the media object, for instance `720p.mp4`
 * @property {number} from first byte
 * @property {number} to last byte, inclusive
 *
 * @typedef {object} RangeLink
 * @property {string} name what the link is, for the page's diagnostics
 * @property {(range: ByteRange, onBytes: (bytes: Uint8Array) => void, signal: AbortSignal) =>
 *     Promise<void>} read Hands over the range's bytes in ascending order, each byte once, and
 *     resolves after the last. Rejects with a PlayerError; what was handed over stays good, so that
 *     the next attempt may start behind it.
 * @property {() => void} close Frees everything; what is under way is aborted.
 *
 * Where a stream session's bytes are.
 *
 * @typedef {object} StreamAddress
 * @property {string} websocket absolute ws: or wss: URL
 * @property {string} events URL of the SSE endpoint, without parameters
 * @property {string} media URL in which an object's name replaces the last part
 */

/** How long a link may stay silent before it counts as dead. */
export const STALL_MS = 10_000;

/**
 * Turns a started stream session into addresses.
 *
 * @param {{websocket_url: string, events_url: string, media_url: string}} session
 * @param {string} base the page's own address
 * @returns {StreamAddress}
 */
export function addressOf(session, base) {
  const websocket = new URL(session.websocket_url, base);
  websocket.protocol = websocket.protocol.replace('http', 'ws');
  return {
    websocket: websocket.href,
    events: new URL(session.events_url, base).href,
    media: new URL(session.media_url, base).href,
  };
}

/** The URL of one object of a stream. */
export function mediaUrl(address, object) {
  return new URL(encodeURIComponent(object), address.media).href;
}

/**
 * A signal that also fires when nothing was heard for a while.
 *
 * @param {AbortSignal} signal the caller's
 * @param {number} stallMs
 */
export function watchdog(signal, stallMs) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), stallMs);
  return {
    signal: AbortSignal.any([signal, silence.signal]),
    heard() {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), stallMs);
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
