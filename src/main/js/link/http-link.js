import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { RangeFetch, checkedReceiver } from './range-fetch.js';

/** @import {ByteRange, RangeLink} from './range-link.js' */

const PARTIAL_CONTENT = 206;

/**
 * Reads ranges by plain HTTP (RFC 9110, section 14), for networks that let neither WebSocket nor
 * server-sent events pass.
 *
 * @implements {RangeLink}
 */
export class HttpLink {
  name = 'http';
  #urlOf;
  #requests;

  /**
   * @param {(object: string) => string} urlOf gives the URL of a media object
   * @param {ConstructorParameters<typeof RangeFetch>[0]} [options]
   */
  constructor(urlOf, options) {
    this.#urlOf = urlOf;
    this.#requests = new RangeFetch(options);
  }

  /**
   * @param {ByteRange} range
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {AbortSignal} signal
   */
  async read({ object, from, to }, onBytes, signal) {
    const headers = { Range: `bytes=${from}-${to}` };
    await this.#requests.get(this.#urlOf(object), headers, signal, async (response, watchdog) => {
      // A proxy that strips the header Range answers 200 with the whole object.
      const starts = response.headers.get('Content-Range')?.startsWith(`bytes ${from}-`);
      if (response.status !== PARTIAL_CONTENT || !starts) {
        throw new PlayerError(ErrorCode.UNREADABLE_ANSWER);
      }
      const receiver = checkedReceiver(to - from + 1, onBytes);
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        watchdog.reset();
        receiver.accept(part.value);
      }
      receiver.finish();
    });
  }

  close() {
    this.#requests.close();
  }
}
