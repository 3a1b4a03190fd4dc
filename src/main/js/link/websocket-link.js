import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { STALL_MS } from './range-link.js';
import { SUBPROTOCOL, readFrame } from './range-frame.js';

/**
 * @import {ByteRange, RangeLink} from './range-link.js'
 *
 * @typedef {object} Options
 * @property {typeof WebSocket} WebSocket
 * @property {number} stallMs how long a read may receive nothing
 * @property {number} connectMs how long the opening handshake may take
 *
 * @typedef {object} Read a range that is being received
 * @property {number} next the offset of the byte that is expected next
 * @property {number} to the offset of the last byte
 * @property {(bytes: Uint8Array) => void} onBytes
 * @property {Deferred} done settled at the end of the range
 * @property {ReturnType<typeof setTimeout>} [timer]
 *
 * @typedef {{promise: Promise<void>, resolve: () => void, reject: (error: PlayerError) => void}}
 *     Deferred
 */

const CONNECT_MS = 5_000;
const NORMAL_CLOSURE = 1000;

/**
 * Reads many ranges over one WebSocket. When the socket breaks, the reads in progress fail with a
 * temporary error and the next read opens a new socket; the ResilientLink does the retries.
 *
 * @implements {RangeLink}
 */
export class WebSocketLink {
  name = 'websocket';
  #url;
  #options;
  /** @type {Connection | null} */
  #connection = null;
  #nextId = 1;

  /**
   * @param {string} url ws: or wss:
   * @param {Partial<Options>} [options]
   */
  constructor(url, options = {}) {
    this.#url = url;
    this.#options = { WebSocket: globalThis.WebSocket, stallMs: STALL_MS, connectMs: CONNECT_MS, ...options };
  }

  /**
   * @param {ByteRange} range
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {AbortSignal} signal
   */
  async read(range, onBytes, signal) {
    if (signal.aborted) {
      throw PlayerError.aborted();
    }
    this.#connection ??= new Connection(this.#url, this.#options, (closed) => {
      if (this.#connection === closed) {
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

/** One WebSocket from its opening to its close; it is never used again after that. */
class Connection {
  #socket;
  #stallMs;
  #onClosed;
  #opened = deferred();
  /** @type {Map<number, Read>} */
  #reads = new Map();
  #connectTimer;

  /**
   * @param {string} url
   * @param {Options} options
   * @param {(connection: Connection) => void} onClosed
   */
  constructor(url, { WebSocket: Socket, stallMs, connectMs }, onClosed) {
    this.#stallMs = stallMs;
    this.#onClosed = onClosed;
    this.#opened.promise.catch(() => {}); // Each read is rejected on its own, too.
    this.#socket = new Socket(url, SUBPROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#connectTimer = setTimeout(() => this.close(connectionLost()), connectMs);
    this.#socket.onopen = () => {
      clearTimeout(this.#connectTimer);
      this.#opened.resolve();
    };
    this.#socket.onmessage = ({ data }) => this.#receive(data);
    this.#socket.onclose = () => this.close(connectionLost());
    this.#socket.onerror = () => {}; // A close event follows, and no event tells the reason.
  }

  /**
   * @param {number} id
   * @param {ByteRange} range
   * @param {(bytes: Uint8Array) => void} onBytes
   * @param {AbortSignal} signal
   */
  async read(id, range, onBytes, signal) {
    /** @type {Read} */
    const read = { next: range.from, to: range.to, onBytes, done: deferred() };
    read.done.promise.catch(() => {});
    this.#reads.set(id, read);
    const abort = () => {
      if (this.#reads.has(id) && this.#socket.readyState === this.#socket.OPEN) {
        this.#send({ op: 'cancel', id });
      }
      this.#settle(id, PlayerError.aborted());
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      await Promise.race([this.#opened.promise, read.done.promise]);
      if (this.#reads.has(id)) {
        this.#restartStallTimer(read);
        this.#send({ op: 'range', id, object: range.object, from: range.from, to: range.to });
      }
      await read.done.promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /**
   * Closes the socket; the reads in progress fail with the error.
   *
   * @param {PlayerError} error
   */
  close(error) {
    clearTimeout(this.#connectTimer);
    this.#onClosed(this);
    this.#socket.onclose = null;
    this.#socket.onmessage = null;
    this.#socket.close(NORMAL_CLOSURE);
    this.#opened.reject(error);
    for (const id of [...this.#reads.keys()]) {
      this.#settle(id, error);
    }
  }

  /** @param {object} message */
  #send(message) {
    this.#socket.send(JSON.stringify(message));
  }

  /** @param {string | ArrayBuffer} data */
  #receive(data) {
    if (data instanceof ArrayBuffer) {
      this.#receiveBinary(data);
    } else {
      this.#receiveText(data);
    }
  }

  /** @param {ArrayBuffer} data */
  #receiveBinary(data) {
    const frame = readFrame(data);
    if (!frame) {
      this.close(new PlayerError(ErrorCode.UNREADABLE_ANSWER));
      return;
    }
    const read = this.#reads.get(frame.id);
    if (!read) {
      return; // The read was cancelled while this frame was in transit.
    }
    const end = frame.offset + frame.bytes.length - 1;
    if (frame.offset !== read.next || end > read.to) {
      // Media with a gap would play wrongly, so the range is requested again instead.
      this.#settle(frame.id, new PlayerError(ErrorCode.UNREADABLE_ANSWER));
      return;
    }
    read.next = end + 1;
    this.#restartStallTimer(read);
    read.onBytes(frame.bytes);
  }

  /** @param {string} text */
  #receiveText(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      this.close(new PlayerError(ErrorCode.UNREADABLE_ANSWER));
      return;
    }
    const read = this.#reads.get(message.id);
    if (message.op === 'end' && read) {
      this.#settle(message.id, read.next > read.to ? null : connectionLost());
    } else if (message.op === 'error') {
      const error = new PlayerError(message.code ?? 'internal_error', message.message);
      if (read) {
        this.#settle(message.id, error);
      } else if (message.id === undefined || message.id === null) {
        this.close(error); // An error without an id is the end of the whole stream.
      }
    }
  }

  /**
   * Only a timer finds a half-open connection: the browser doesn't report it.
   *
   * @param {Read} read
   */
  #restartStallTimer(read) {
    clearTimeout(read.timer);
    read.timer = setTimeout(() => this.close(connectionLost()), this.#stallMs);
  }

  /**
   * @param {number} id
   * @param {PlayerError | null} error
   */
  #settle(id, error) {
    const read = this.#reads.get(id);
    if (!read) {
      return;
    }
    this.#reads.delete(id);
    clearTimeout(read.timer);
    if (error) {
      read.done.reject(error);
    } else {
      read.done.resolve();
    }
  }
}

function connectionLost() {
  return new PlayerError(ErrorCode.CONNECTION_LOST);
}

/**
 * A promise that is settled from outside; Promise.withResolvers is too new for some browsers.
 *
 * @returns {Deferred}
 */
function deferred() {
  /** @type {Partial<Deferred>} */
  const parts = {};
  /** @type {Promise<void>} */
  const promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return /** @type {Deferred} */ (Object.assign(parts, { promise }));
}
