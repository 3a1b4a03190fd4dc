import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { fromBase64 } from './base64.js';
import { readEventData } from './event-stream.js';
import { RangeFetch, checkedReceiver } from './range-fetch.js';

/**
 * @import {ByteRange, RangeLink} from './range-link.js'
 *
 * @typedef {{type: 'chunk', data: string} | {type: 'start' | 'end'}
 *     | {type: 'error', code?: string, message?: string}} StreamEvent
 */

/**
 * Reads each range as one answer of server-sent events, for networks that let no WebSocket pass.
 *
 * @implements {RangeLink}
 */
export class SseLink {
  name = 'sse';
  #url;
  #requests;

  /**
   * @param {string} url `…/chunks/{request_id}`
   * @param {ConstructorParameters<typeof RangeFetch>[0]} [options]
   */
  constructor(url, options) {
    this.#url = url;
    this.#requests = new RangeFetch(options);
  }

  /**
   * @param {ByteRange} range
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {AbortSignal} signal
   */
  async read({ object, from, to }, onBytes, signal) {
    const query = new URLSearchParams({ object, from: String(from), to: String(to) });
    const headers = { Accept: 'text/event-stream' };
    await this.#requests.get(`${this.#url}?${query}`, headers, signal, async (response, watchdog) => {
      const receiver = checkedReceiver(to - from + 1, onBytes);
      for await (const data of readEventData(response.body, watchdog.reset)) {
        const event = parse(data);
        if (event.type === 'chunk') {
          receiver.accept(fromBase64(event.data));
        } else if (event.type === 'end' && receiver.isComplete) {
          return;
        } else if (event.type === 'error') {
          throw new PlayerError(event.code ?? 'internal_error', event.message);
        }
      }
      receiver.finish();
    });
  }

  close() {
    this.#requests.close();
  }
}

/**
 * @param {string} data
 * @returns {StreamEvent}
 */
function parse(data) {
  try {
    return JSON.parse(data);
  } catch (thrown) {
    throw new PlayerError(ErrorCode.UNREADABLE_ANSWER, undefined, { cause: thrown });
  }
}
