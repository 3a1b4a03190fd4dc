/**
 * The byte range of a media object, the one primitive of delivery.
 *
 * @typedef {object} ByteRange
 * @property {string} object the media object, for instance `720p.mp4`
 * @property {number} from first byte
 * @property {number} to last byte, inclusive
 *
 * @typedef {object} RangeLink
 * @property {string} name the transport that the link uses, for the page's diagnostics
 * @property {(range: ByteRange, onBytes: (bytes: Uint8Array) => void, signal: AbortSignal) =>
 *     Promise<void>} read Passes on the range's bytes in ascending order, each byte once, and
 *     resolves after the last. It rejects with a PlayerError; the bytes that were passed on before
 *     stay valid, so that the next attempt may start behind them.
 * @property {() => void} close Releases all resources and aborts the reads in progress.
 *
 * The URLs of a stream session.
 *
 * @typedef {object} StreamAddress
 * @property {string} websocket absolute ws: or wss: URL
 * @property {string} events URL of the SSE endpoint, without parameters
 * @property {string} media URL of a media object; the name of another object may replace its last segment
 */

/** A link that receives nothing for so long has lost its connection. */
export const STALL_MS = 10_000;

/**
 * The absolute URLs of a stream session.
 *
 * @param {{websocket_url: string, events_url: string, media_url: string}} session
 * @param {string} base the page's own URL
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

/**
 * The URL of one media object of a stream.
 *
 * @param {StreamAddress} address
 * @param {string} object
 */
export function mediaUrl(address, object) {
  return new URL(encodeURIComponent(object), address.media).href;
}

/**
 * A timer that aborts a signal unless it is reset in time.
 *
 * @typedef {object} Watchdog
 * @property {AbortSignal} signal aborted by the caller's signal or by the timer
 * @property {() => void} reset starts the timer anew, since something was received
 * @property {() => void} stop ends the timer
 *
 * @param {AbortSignal} signal the caller's signal
 * @param {number} stallMs
 * @returns {Watchdog}
 */
export function startWatchdog(signal, stallMs) {
  const stalled = new AbortController();
  const start = () => setTimeout(() => stalled.abort(), stallMs);
  let timer = start();
  return {
    signal: AbortSignal.any([signal, stalled.signal]),
    reset() {
      clearTimeout(timer);
      timer = start();
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
