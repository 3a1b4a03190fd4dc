import { Code, PlayerError } from '../errors/player-error.js';
import { problemOf } from '../errors/problem.js';
import { STALL_MS, watchdog } from './range-link.js';

const PARTIAL_CONTENT = 206;

/**
 * Plain HTTP ranges (RFC 9110, section 14): what passes where nothing else does.
 *
 * @implements {import('./range-link.js').RangeLink}
 */
export class HttpLink {
  name = 'http';
  #urlOf;
  #fetch;
  #stallMs;
  #closed = new AbortController();

  /**
   * @param {(object: string) => string} urlOf where an object is
   * @param {{fetch?: typeof fetch, stallMs?: number}} [options]
   */
  constructor(urlOf, { fetch: fetchLike = (...a) => fetch(...a), stallMs = STALL_MS } = {}) {
    this.#urlOf = urlOf;
    this.#fetch = fetchLike;
    this.#stallMs = stallMs;
  }

  async read({ object, from, to }, onBytes, signal) {
    const dog = watchdog(AbortSignal.any([signal, this.#closed.signal]), this.#stallMs);
    try {
      const response = await this.#fetch(this.#urlOf(object), {
        headers: { Range: `bytes=${from}-${to}` },
        cache: 'no-store',
        signal: dog.signal,
      });
      if (!response.ok) {
        throw await problemOf(response);
      }
      // A proxy that strips Range answers 200 with the whole object: not what was asked for.
      const starts = response.headers.get('Content-Range')?.startsWith(`bytes ${from}-`);
      if (response.status !== PARTIAL_CONTENT || !starts) {
        throw new PlayerError(Code.UNREADABLE_ANSWER);
      }
      await receive(response.body.getReader(), to - from + 1, onBytes, dog);
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

  close() {
    this.#closed.abort();
  }
}

async function receive(reader, expected, onBytes, dog) {
  let left = expected;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      break;
    }
    dog.heard();
    left -= value.length;
    if (left < 0) {
      throw new PlayerError(Code.UNREADABLE_ANSWER);
    }
    onBytes(value);
  }
  if (left > 0) {
    throw new PlayerError(Code.CONNECTION_LOST);
  }
}
