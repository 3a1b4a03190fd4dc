import { BroadcastChannel, createLeaderElection } from 'broadcast-channel';
import { EventFeed } from './event-feed.js';

/** The leader hears from the server every 3 seconds and says so; without that nobody leads. */
const LIVE_MS = 10_000;

/** Signs of life are passed on this often at most. */
const BEAT_MS = 1_000;

/** Two tabs that found both to lead begin anew, and not at the same moment. */
const MAX_RESTART_MS = 1_000;

/** What a leader hears from another so soon may be the last words of the one before. */
const SETTLED_MS = 2_000;

/**
 * The account's events, over one connection for all tabs of a browser: the tab that leads has the
 * connection and tells the others. The election is by Web Locks, and by messages where there are
 * none, as over plain HTTP.
 *
 * The channel has the sign-in's name: whoever signs in next in the same browser hears nothing of
 * it, and the server refuses a page of the last sign-in the events of the next.
 */
export class SharedFeed {
  #signIn;
  #listener;
  #options;
  #channel = null;
  #elector = null;
  #feed = null;
  #lastEventId;
  #aliveAt = -Infinity;
  #beatAt = -Infinity;
  #ledFrom = 0;
  #restart = 0;

  /**
   * @param {string} signIn the page's sign-in, as the server names it
   * @param {{onEvent: (event: {name?: string, data: any}) => void, onGap: () => void,
   *     onSignedOut: () => void}} listener `onGap` hears that events may have been missed
   * @param {{channel?: object, election?: object, feed?: object, liveMs?: number,
   *     settledMs?: number}} [options] for
   *     the parts that this is made of
   */
  constructor(signIn, listener, options = {}) {
    this.#signIn = signIn;
    this.#listener = listener;
    this.#options = { liveMs: LIVE_MS, settledMs: SETTLED_MS, ...options };
  }

  /**
   * Begins to hear, or begins anew when the election has ended: see {@link tend}. Throws where tabs
   * can't talk to each other.
   */
  open() {
    this.close();
    if (!this.#signIn) {
      throw new Error('a page without a sign-in has no events');
    }
    const channel = new BroadcastChannel(`sealcast-events-${this.#signIn}`, this.#options.channel);
    const elector = createLeaderElection(channel, this.#options.election);
    this.#channel = channel;
    this.#elector = elector;
    channel.onmessage = (message) => {
      this.#take(message);
      if (this.#feed && performance.now() - this.#ledFrom > this.#options.settledMs) {
        this.#beginAnew(elector); // Another leads too: one of the two was frozen for a while.
      }
    };
    elector.onduplicate = () => this.#beginAnew(elector);
    elector.awaitLeadership().then(
      () => {
        if (this.#elector === elector && !elector.isDead) {
          this.#lead();
        }
      },
      () => {}, // Not elected; whoever isn't told anything looks for themselves.
    );
  }

  /** Whether news arrive at the moment: without them, ask. */
  get isLive() {
    return performance.now() - this.#aliveAt < this.#options.liveMs;
  }

  get isLeading() {
    return this.#feed !== null;
  }

  /**
   * To be called now and then. The election ends itself when the page is about to be left, which
   * the visitor may call off.
   */
  tend() {
    if (this.#elector?.isDead) {
      this.open();
    }
  }

  /** Hears no more; another tab takes over what this one led. */
  close() {
    clearTimeout(this.#restart);
    this.#feed?.close();
    this.#feed = null;
    this.#elector = null;
    if (this.#channel) {
      this.#channel.onmessage = null;
      this.#channel.close()?.catch(() => {});
      this.#channel = null;
    }
  }

  #lead() {
    this.#ledFrom = performance.now();
    this.#feed = new EventFeed(
      {
        onEvent: ({ name, id, data }) => this.#pass({ kind: 'event', name, id, data }),
        onAlive: () => this.#beat(),
        onSignedOut: () => this.#pass({ kind: 'signed-out' }),
      },
      { signIn: this.#signIn, lastEventId: this.#lastEventId, ...this.#options.feed },
    );
    this.#feed.run();
  }

  #beat() {
    this.#aliveAt = performance.now();
    if (this.#aliveAt - this.#beatAt >= BEAT_MS) {
      this.#beatAt = this.#aliveAt;
      this.#post({ kind: 'alive' });
    }
  }

  #pass(message) {
    this.#post(message);
    this.#take(message);
  }

  #post(message) {
    this.#channel?.postMessage(message).catch(() => {});
  }

  #take({ kind, name, id, data }) {
    if (kind === 'signed-out') {
      this.close();
      this.#listener.onSignedOut();
      return;
    }
    this.#aliveAt = performance.now();
    if (kind === 'event') {
      // Whoever leads next goes on from here.
      this.#lastEventId = id || this.#lastEventId;
      this.#listener.onEvent({ name, data });
    }
  }

  #beginAnew(elector) {
    if (this.#elector === elector) {
      this.close();
      this.#restart = setTimeout(() => {
        this.open();
        this.#listener.onGap();
      }, Math.random() * MAX_RESTART_MS);
    }
  }
}

/** The sign-in that the server made this page for; empty on a page that has none. */
export function pageSignIn() {
  return document.querySelector('meta[name="sealcast-sign-in"]')?.content ?? '';
}
