import { Code, PlayerError } from '../errors/player-error.js';
import { problemOf } from '../errors/problem.js';
import { fromBase64 } from './base64.js';
import { eventsOf } from './event-stream.js';
import { STALL_MS, watchdog } from './range-link.js';

/**
 * One answer of server-sent events per range, for networks that let no WebSocket pass.
 *
 * @implements {import('./range-link.js').RangeLink}
 */
export class SseLink {
  name = 'sse';
  #url;
  #fetch;
  #stallMs;
  #closed = new AbortController();

  /**
   * @param {string} url `…/chunks/{request_id}`
   * @param {{fetch?: typeof fetch, stallMs?: number}} [options]
   */
  constructor(url, { fetch: fetchLike = (...a) => fetch(...a), stallMs = STALL_MS } = {}) {
    this.#url = url;
    this.#fetch = fetchLike;
    this.#stallMs = stallMs;
  }

  async read({ object, from, to }, onBytes, signal) {
    const dog = watchdog(AbortSignal.any([signal, this.#closed.signal]), this.#stallMs);
    try {
      const response = await this.#fetch(`${this.#url}?${new URLSearchParams({ object, from, to })}`, {
        headers: { Accept: 'text/event-stream' },
        cache: 'no-store',
        signal: dog.signal,
      });
      if (!response.ok) {
        throw await problemOf(response);
      }
      await this.#receive(response.body, to - from + 1, onBytes, dog);
    } catch (e) {
      throw signal.aborted || this.#closed.signal.aborted
        ? PlayerError.aborted()
        : e instanceof PlayerError
          ? e
          : new PlayerError(Code.CONNECTION_LOST, undefined, { cause: e });
    } finally {
      dog.stop();
    }
  }

  async #receive(body, expected, onBytes, dog) {
    let left = expected;
    for await (const data of eventsOf(body, dog.heard)) {
      const event = parse(data);
      if (event.type === 'chunk') {
        const bytes = fromBase64(event.data);
        left -= bytes.length;
        if (left < 0) {
          throw new PlayerError(Code.UNREADABLE_ANSWER);
        }
        onBytes(bytes);
      } else if (event.type === 'end' && left === 0) {
        return;
      } else if (event.type === 'error') {
        throw new PlayerError(event.code ?? 'internal_error', event.message);
      }
    }
    if (left > 0) {
      throw new PlayerError(Code.CONNECTION_LOST);
    }
  }

  close() {
    this.#closed.abort();
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch (e) {
    throw new PlayerError(Code.UNREADABLE_ANSWER, undefined, { cause: e });
  }
}
