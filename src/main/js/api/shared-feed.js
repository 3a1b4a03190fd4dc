import { BroadcastChannel, createLeaderElection } from 'broadcast-channel';
import { EventFeed } from './event-feed.js';

/**
 * @import {BroadcastChannelOptions, LeaderElectionOptions, LeaderElector} from 'broadcast-channel'
 * @import {FeedEvent, FeedOptions} from './event-feed.js'
 *
 * @typedef {object} SharedFeedListener
 * @property {(event: FeedEvent) => void} onEvent
 * @property {() => void} onGap called when events may have been missed
 * @property {() => void} onSignedOut
 *
 * @typedef {object} SharedFeedOptions
 * @property {BroadcastChannelOptions} [channel]
 * @property {LeaderElectionOptions} [election]
 * @property {Partial<FeedOptions>} [feed] for the leader's connection
 * @property {number} [liveMs]
 * @property {number} [settleMs]
 *
 * @typedef {{kind: 'alive' | 'signed-out'} | ({kind: 'event'} & FeedEvent)} Message what a leader
 *     sends to the other tabs
 */

/** The server sends something every 3 seconds; a tab that receives nothing for so long has no leader. */
const LIVE_MS = 10_000;

/** The leader sends a heartbeat to the other tabs at most this often. */
const HEARTBEAT_MS = 1_000;

/** Two tabs that are both leader restart the election after random times up to this. */
const MAX_RESTART_MS = 1_000;

/** A new leader ignores messages for so long, since they may be the last ones of its predecessor. */
const SETTLE_MS = 2_000;

/**
 * Receives the account's events over one connection for all tabs of a browser. The tabs elect a
 * leader, which has the connection and sends the events to the others. The election uses Web Locks,
 * or messages where these don't exist, as over plain HTTP.
 *
 * The name of the channel holds the id of the sign-in: the pages of the next account in the same
 * browser receive none of its events, and the server refuses the events of the next sign-in to the
 * pages of the last one.
 */
export class SharedFeed {
  #signIn;
  #listener;
  #options;
  /** @type {BroadcastChannel<Message> | null} */
  #channel = null;
  /** @type {LeaderElector | null} */
  #elector = null;
  /** @type {EventFeed | null} */
  #feed = null;
  /** @type {string | undefined} */
  #lastEventId;
  #lastAliveAt = -Infinity;
  #lastHeartbeatAt = -Infinity;
  #leaderSince = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #restartTimer;

  /**
   * @param {string} signIn the id of the page's sign-in
   * @param {SharedFeedListener} listener
   * @param {SharedFeedOptions} [options]
   */
  constructor(signIn, listener, options = {}) {
    this.#signIn = signIn;
    this.#listener = listener;
    this.#options = { liveMs: LIVE_MS, settleMs: SETTLE_MS, ...options };
  }

  /**
   * Joins the election, again if it has ended: see {@link reopenIfEnded}. Throws where the browser
   * doesn't let tabs exchange messages.
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
      this.#handle(message);
      if (this.#feed && performance.now() - this.#leaderSince > this.#options.settleMs) {
        // Another tab is a leader too, because one of the two was frozen for a while.
        this.#restartElection(elector);
      }
    };
    elector.onduplicate = () => this.#restartElection(elector);
    elector.awaitLeadership().then(
      () => {
        if (this.#elector === elector && !elector.isDead) {
          this.#lead();
        }
      },
      () => {}, // Without an election this tab isn't live, and its owner polls.
    );
  }

  /** Whether events arrive at present; if not, the owner has to poll. */
  get isLive() {
    return performance.now() - this.#lastAliveAt < this.#options.liveMs;
  }

  get isLeading() {
    return this.#feed !== null;
  }

  /**
   * Opens the feed again if its election has ended. It has to be called regularly: the election ends
   * itself when the page is about to be left, which the user may still cancel.
   */
  reopenIfEnded() {
    if (this.#elector?.isDead) {
      this.open();
    }
  }

  /** Stops receiving; if this tab is the leader, another tab becomes it. */
  close() {
    clearTimeout(this.#restartTimer);
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
    this.#leaderSince = performance.now();
    this.#feed = new EventFeed(
      {
        onEvent: ({ name, id, data }) => this.#publish({ kind: 'event', name, id, data }),
        onAlive: () => this.#sendHeartbeat(),
        onSignedOut: () => this.#publish({ kind: 'signed-out' }),
      },
      { signIn: this.#signIn, lastEventId: this.#lastEventId, ...this.#options.feed },
    );
    this.#feed.run();
  }

  #sendHeartbeat() {
    this.#lastAliveAt = performance.now();
    if (this.#lastAliveAt - this.#lastHeartbeatAt >= HEARTBEAT_MS) {
      this.#lastHeartbeatAt = this.#lastAliveAt;
      this.#send({ kind: 'alive' });
    }
  }

  /** @param {Message} message */
  #publish(message) {
    this.#send(message);
    this.#handle(message);
  }

  /** @param {Message} message */
  #send(message) {
    this.#channel?.postMessage(message).catch(() => {});
  }

  /** @param {Message} message */
  #handle(message) {
    if (message.kind === 'signed-out') {
      this.close();
      this.#listener.onSignedOut();
      return;
    }
    this.#lastAliveAt = performance.now();
    if (message.kind === 'event') {
      // The next leader continues after this event, whichever tab that is.
      this.#lastEventId = message.id || this.#lastEventId;
      this.#listener.onEvent({ name: message.name, data: message.data });
    }
  }

  /** @param {LeaderElector} elector */
  #restartElection(elector) {
    if (this.#elector === elector) {
      this.close();
      this.#restartTimer = setTimeout(() => {
        this.open();
        this.#listener.onGap();
      }, Math.random() * MAX_RESTART_MS);
    }
  }
}

/** The id of the sign-in that the server made this page for; it is empty on a page without one. */
export function pageSignIn() {
  /** @type {HTMLMetaElement | null} */
  const meta = document.querySelector('meta[name="sealcast-sign-in"]');
  return meta?.content ?? '';
}
