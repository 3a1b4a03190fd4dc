import { createParser } from 'eventsource-parser';
import { PlayerError } from '../errors/player-error.js';
import { readProblem } from '../errors/problem.js';
import { withBasePath } from './base-path.js';

const PATH = '/api/events';
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** The server sends something every 3 seconds, so a connection that is idle for longer is broken. */
const IDLE_TIMEOUT_MS = 15_000;

/** The longest event in characters; the server's own events are much shorter. */
const MAX_EVENT_LENGTH = 1_000_000;

/** The error codes of an answer with status 401. */
const SIGNED_OUT_CODES = new Set(['not_authenticated', 'invalid_credentials']);

/**
 * @typedef {object} FeedEvent
 * @property {string} [name] the event's type; undefined for a change of a video
 * @property {any} data the event's JSON, whose form depends on the name
 * @property {string} [id]
 *
 * @typedef {object} FeedListener
 * @property {(event: FeedEvent) => void} onEvent
 * @property {() => void} onAlive called whenever something arrives, also for comments
 * @property {() => void} onSignedOut called once, when the sign-in has ended and with it the feed
 *
 * @typedef {object} FeedOptions
 * @property {string} signIn the id of the page's sign-in, which the server compares with the cookie's
 * @property {string} [lastEventId] the event after which the feed starts
 * @property {typeof fetch} [fetch]
 * @property {number} [firstRetryMs]
 * @property {number} [idleTimeoutMs]
 */

/**
 * Receives the account's events over one connection, which is opened again whenever it breaks. It
 * uses fetch, since EventSource hides the status of an answer and its comments, and can't send the
 * header that names the sign-in.
 */
export class EventFeed {
  #listener;
  #options;
  /** @type {string | undefined} */
  #lastEventId;
  #closed = new AbortController();

  /**
   * @param {FeedListener} listener
   * @param {FeedOptions} options
   */
  constructor(listener, options) {
    this.#listener = listener;
    this.#lastEventId = options.lastEventId;
    this.#options = {
      fetch: (/** @type {Parameters<typeof fetch>} */ ...args) => fetch(...args),
      firstRetryMs: FIRST_RETRY_MS,
      idleTimeoutMs: IDLE_TIMEOUT_MS,
      ...options,
    };
  }

  /** Receives events until the feed is closed or the sign-in has ended. */
  async run() {
    const { signal } = this.#closed;
    let retryMs = this.#options.firstRetryMs;
    while (!signal.aborted) {
      let retryAfterMs = 0;
      try {
        await this.#receive(() => {
          retryMs = this.#options.firstRetryMs;
        });
      } catch (thrown) {
        const error = PlayerError.from(thrown);
        if (SIGNED_OUT_CODES.has(error.code) && !signal.aborted) {
          this.#listener.onSignedOut();
          return;
        }
        retryAfterMs = error.retryAfterSeconds * 1_000;
      }
      // All browsers lose a server that restarts at the same moment; random pauses spread them out.
      await sleep(Math.max(retryAfterMs, retryMs * (0.5 + Math.random())), signal);
      retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
    }
  }

  close() {
    this.#closed.abort();
  }

  /** @param {() => void} onConnected */
  async #receive(onConnected) {
    const idle = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, idle.signal]);
    let timer = setTimeout(() => idle.abort(), this.#options.idleTimeoutMs);
    const onActivity = () => {
      clearTimeout(timer);
      timer = setTimeout(() => idle.abort(), this.#options.idleTimeoutMs);
      this.#listener.onAlive();
    };
    try {
      const response = await this.#options.fetch(withBasePath(PATH), {
        headers: this.#headers(),
        cache: 'no-store',
        signal,
      });
      if (!response.ok || !response.body) {
        throw await readProblem(response);
      }
      const parser = createParser({
        onEvent: (event) => this.#dispatch(event),
        maxBufferSize: MAX_EVENT_LENGTH,
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        onConnected();
        onActivity();
        parser.feed(read.value);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns {Record<string, string>} */
  #headers() {
    const headers = { Accept: 'text/event-stream', 'Sealcast-Sign-In': this.#options.signIn };
    return this.#lastEventId ? { ...headers, 'Last-Event-ID': this.#lastEventId } : headers;
  }

  /** @param {import('eventsource-parser').EventSourceMessage} message */
  #dispatch({ event, id, data }) {
    let parsed;
    try {
      parsed = JSON.parse(data);
    } catch {
      return; // All events of the server are JSON, so this one isn't for the pages.
    }
    this.#lastEventId = id || this.#lastEventId;
    this.#listener.onEvent({ name: event, id, data: parsed });
  }
}

/**
 * Waits for a time; the signal ends the wait early.
 *
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function sleep(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
