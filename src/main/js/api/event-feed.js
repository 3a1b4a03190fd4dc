import { createParser } from 'eventsource-parser';
import { PlayerError } from '../errors/player-error.js';
import { readProblem } from '../errors/problem.js';

const URL = '/api/events';
const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;

/** The server says something every 3 seconds: a connection that is silent for longer is dead. */
const SILENCE_MS = 15_000;

/** Characters of the longest event; a longer one is no event of ours. */
const MAX_EVENT = 1_000_000;

/** What 401 is answered with. */
const SIGNED_OUT = new Set(['not_authenticated', 'invalid_credentials']);

/**
 * The account's events over one connection, which is made anew whenever it breaks. By fetch, since
 * EventSource hides the answer's status and the comments, and can't say which sign-in it is for.
 */
export class EventFeed {
  #listener;
  #options;
  #lastEventId;
  #leave = new AbortController();

  /**
   * @param {{onEvent: (event: {name?: string, data: any, id?: string}) => void,
   *     onAlive: () => void, onSignedOut: () => void}} listener `onAlive` hears of every sign of
   *     life, `onSignedOut` of the end for good
   * @param {{signIn: string, lastEventId?: string, fetch?: typeof fetch, firstWaitMs?: number,
   *     silenceMs?: number}} options
   */
  constructor(listener, options) {
    this.#listener = listener;
    this.#lastEventId = options.lastEventId;
    this.#options = {
      fetch: (...a) => fetch(...a),
      firstWaitMs: FIRST_WAIT_MS,
      silenceMs: SILENCE_MS,
      ...options,
    };
  }

  /** Listens until it is closed or the sign-in has ended. */
  async run() {
    const { signal } = this.#leave;
    let waitMs = this.#options.firstWaitMs;
    while (!signal.aborted) {
      let retryAfterMs = 0;
      try {
        await this.#listen(() => {
          waitMs = this.#options.firstWaitMs;
        });
      } catch (thrown) {
        const error = PlayerError.from(thrown);
        if (SIGNED_OUT.has(error.code) && !signal.aborted) {
          this.#listener.onSignedOut();
          return;
        }
        retryAfterMs = error.retryAfterSeconds * 1_000;
      }
      // Spread out: all browsers lose a server that is restarted at the same moment.
      await pause(Math.max(retryAfterMs, waitMs * (0.5 + Math.random())), signal);
      waitMs = Math.min(MAX_WAIT_MS, waitMs * 2);
    }
  }

  close() {
    this.#leave.abort();
  }

  async #listen(onConnected) {
    const silence = new AbortController();
    const signal = AbortSignal.any([this.#leave.signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), this.#options.silenceMs);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), this.#options.silenceMs);
      this.#listener.onAlive();
    };
    try {
      const response = await this.#options.fetch(URL, {
        headers: this.#headers(),
        cache: 'no-store',
        signal,
      });
      if (!response.ok) {
        throw await readProblem(response);
      }
      const parser = createParser({
        onEvent: (event) => this.#tell(event),
        maxBufferSize: MAX_EVENT,
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        onConnected();
        alive();
        parser.feed(read.value);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #headers() {
    const headers = { Accept: 'text/event-stream', 'Sealcast-Sign-In': this.#options.signIn };
    return this.#lastEventId ? { ...headers, 'Last-Event-ID': this.#lastEventId } : headers;
  }

  #tell({ event, id, data }) {
    let parsed;
    try {
      parsed = JSON.parse(data);
    } catch {
      return; // Not for us.
    }
    this.#lastEventId = id || this.#lastEventId;
    this.#listener.onEvent({ name: event, id, data: parsed });
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
