import { Code, PlayerError } from '../errors/player-error.js';
import { STALL_MS } from './range-link.js';
import { SUBPROTOCOL, readFrame } from './range-frame.js';

const CONNECT_MS = 5_000;
const NORMAL_CLOSURE = 1000;

/**
 * Many ranges over one WebSocket. A socket that breaks fails the ranges under way with a temporary
 * error; the next read opens a new one. Who retries is the ResilientLink.
 *
 * @implements {import('./range-link.js').RangeLink}
 */
export class WebSocketLink {
  name = 'websocket';
  #url;
  #options;
  #connection = null;
  #nextId = 1;

  /**
   * @param {string} url ws: or wss:
   * @param {{WebSocket?: typeof WebSocket, stallMs?: number, connectMs?: number}} [options]
   */
  constructor(url, options = {}) {
    this.#url = url;
    this.#options = { WebSocket: globalThis.WebSocket, stallMs: STALL_MS, connectMs: CONNECT_MS, ...options };
  }

  async read(range, onBytes, signal) {
    if (signal.aborted) {
      throw PlayerError.aborted();
    }
    this.#connection ??= new Connection(this.#url, this.#options, (gone) => {
      if (this.#connection === gone) {
        this.#connection = null;
      }
    });
    const id = this.#nextId;
    this.#nextId = (this.#nextId % 0xffffffff) + 1;
    await this.#connection.read(id, range, onBytes, signal);
  }

  close() {
    this.#connection?.close(PlayerError.aborted());
  }
}

/** One socket's life, from connecting to closed; never reused after that. */
class Connection {
  #socket;
  #stallMs;
  #onGone;
  #opened;
  #reads = new Map();
  #timer;

  constructor(url, { WebSocket: Socket, stallMs, connectMs }, onGone) {
    this.#stallMs = stallMs;
    this.#onGone = onGone;
    this.#opened = resolvers();
    this.#opened.promise.catch(() => {}); // readers hear of it by themselves
    this.#socket = new Socket(url, SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#timer = setTimeout(() => this.close(lost()), connectMs);
    this.#socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#opened.resolve();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = () => this.close(lost());
    this.#socket.onerror = () => {}; // a close event follows, with as little to say
  }

  async read(id, range, onBytes, signal) {
    const read = { next: range.from, to: range.to, onBytes, ...resolvers() };
    read.promise.catch(() => {});
    this.#reads.set(id, read);
    const abort = () => {
      if (this.#reads.has(id) && this.#socket.readyState === this.#socket.OPEN) {
        this.#send({ op: 'cancel', id });
      }
      this.#settle(id, PlayerError.aborted());
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([this.#opened.promise, read.promise]);
      if (this.#reads.has(id)) {
        this.#listenFor(read);
        this.#send({ op: 'range', id, object: range.object, from: range.from, to: range.to });
      }
      await read.promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Ends it all; the reads under way fail with the error. */
  close(error) {
    clearTimeout(this.#timer);
    this.#onGone(this);
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close(NORMAL_CLOSURE);
    this.#opened.reject(error);
    for (const id of [...this.#reads.keys()]) {
      this.#settle(id, error);
    }
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #receive(data) {
    if (data instanceof ArrayBuffer) {
      this.#receiveBytes(readFrame(data));
    } else {
      this.#receiveWords(data);
    }
  }

  #receiveBytes(frame) {
    if (!frame) {
      this.close(new PlayerError(Code.UNREADABLE_ANSWER));
      return;
    }
    const read = this.#reads.get(frame.id);
    if (!read) {
      return; // cancelled, and this was still on its way
    }
    const end = frame.offset + frame.bytes.length - 1;
    if (frame.offset !== read.next || end > read.to) {
      // A gap would be heard as a click or seen as a torn picture: rather ask again.
      this.#settle(frame.id, new PlayerError(Code.UNREADABLE_ANSWER));
      return;
    }
    read.next = end + 1;
    this.#listenFor(read);
    read.onBytes(frame.bytes);
  }

  #receiveWords(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      this.close(new PlayerError(Code.UNREADABLE_ANSWER));
      return;
    }
    const read = this.#reads.get(message.id);
    if (message.op === 'end' && read) {
      this.#settle(message.id, read.next > read.to ? null : lost());
    } else if (message.op === 'error') {
      const error = new PlayerError(message.code ?? 'internal_error', message.message);
      if (read) {
        this.#settle(message.id, error);
      } else if (message.id === undefined || message.id === null) {
        this.close(error); // the whole stream is over
      }
    }
  }

  /** A half-open connection says nothing at all, not even that it is gone. */
  #listenFor(read) {
    clearTimeout(read.timer);
    read.timer = setTimeout(() => this.close(lost()), this.#stallMs);
  }

  #settle(id, error) {
    const read = this.#reads.get(id);
    if (!read) {
      return;
    }
    this.#reads.delete(id);
    clearTimeout(read.timer);
    if (error) {
      read.reject(error);
    } else {
      read.resolve();
    }
  }
}

function lost() {
  return new PlayerError(Code.CONNECTION_LOST);
}

function resolvers() {
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  return all;
}
