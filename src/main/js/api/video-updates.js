import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { SharedFeed, pageSignIn } from './shared-feed.js';
import { isInWork } from './video-state.js';

/**
 * @import {Api} from './api.js'
 * @import {FeedEvent} from './event-feed.js'
 * @import {Video} from './json.js'
 * @import {SharedFeedListener} from './shared-feed.js'
 *
 * @typedef {object} Options
 * @property {boolean} all whether changes of all videos are reported, not of the followed ones only
 * @property {boolean} finished whether videos are followed beyond the end of their preparation: they
 *     get smaller renditions then, and may be prepared again
 * @property {(id: number) => void} onDeleted called for each deleted video
 * @property {() => void} onSignedOut called when the sign-in that the page was made for has ended
 * @property {(listener: SharedFeedListener) => Pick<SharedFeed,
 *     'open' | 'close' | 'reopenIfEnded' | 'isLive'>} feedFor
 * @property {number} pollMs
 * @property {() => boolean} isVisible whether the page can be seen
 */

const POLL_MS = 4_000;

/**
 * One of so many polls is also for finished videos, which change seldom, and for unfinished ones
 * while events arrive, of which one may be lost.
 */
const RARE_POLLS = 15;

/**
 * Changes are kept for so long: an event that arrives while a list is requested may be newer than
 * the list.
 */
const RECENT_MS = 30_000;
const MAX_RECENT = 200;

/**
 * @param {Video} one
 * @param {Video} other
 */
function isSameState(one, other) {
  return (
    one.status === other.status &&
    one.progress === other.progress &&
    one.playable === other.playable &&
    one.reprocessing_progress === other.reprocessing_progress &&
    one.prepared_seconds === other.prepared_seconds &&
    objectsOf(one) === objectsOf(other)
  );
}

/** @param {Video} video */
function objectsOf({ renditions = [], sound_tracks: sounds = [] }) {
  return [...renditions, ...sounds].map(({ object }) => object).join();
}

/**
 * Reports changes of videos, from the events that all tabs share. While no events arrive, a page
 * that can be seen polls the videos that are still being processed.
 */
export class VideoUpdates {
  #api;
  #onChange;
  /** @type {Options} */
  #options;
  /** @type {ReturnType<Options['feedFor']> | null} */
  #feed = null;
  /** @type {Map<number, Video>} */
  #followed = new Map();
  /** @type {Map<number, {video: Video | null, at: number}>} */
  #recent = new Map();
  /** @type {Set<number>} */
  #toRefresh = new Set();
  #isRefreshing = false;
  #polls = 0;
  #closed = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {Pick<Api, 'video'>} api
   * @param {(video: Video) => void} onChange called with the new state after each change
   * @param {Partial<Options>} [options]
   */
  constructor(api, onChange, options = {}) {
    this.#api = api;
    this.#onChange = onChange;
    this.#options = {
      all: false,
      finished: false,
      onDeleted: () => {},
      onSignedOut: () => {},
      feedFor: (listener) => new SharedFeed(pageSignIn(), listener),
      pollMs: POLL_MS,
      isVisible: () => document.visibilityState === 'visible',
      ...options,
    };
  }

  /** Opens the feed; {@link follow} does so too. */
  start() {
    if (this.#feed || this.#closed.signal.aborted) {
      return;
    }
    this.#feed = this.#options.feedFor({
      onEvent: (event) => this.#handleEvent(event),
      onGap: () => this.#refresh([...this.#followed.keys()]),
      onSignedOut: () => this.#options.onSignedOut(),
    });
    try {
      this.#feed.open();
    } catch {
      // This browser doesn't let tabs exchange messages, so the page polls.
    }
    this.#schedulePoll();
  }

  /**
   * Follows a video until it is finished; does nothing for a finished one. With the option
   * `finished` it is followed for as long as the page is open.
   *
   * @param {Video} video
   */
  follow(video) {
    if (!this.#canChange(video) || this.#closed.signal.aborted) {
      return;
    }
    this.#followed.set(video.file_id, video);
    this.start();
    const recent = this.#recent.get(video.file_id)?.video;
    if (recent && !isSameState(recent, video)) {
      this.#refresh([video.file_id]); // Nothing tells which of the two states is the newer one.
    }
  }

  /**
   * Stops following one video.
   *
   * @param {number} id
   */
  unfollow(id) {
    this.#followed.delete(id);
    this.#toRefresh.delete(id);
    if (this.#followed.size === 0 && !this.#options.all) {
      this.#stop();
    }
  }

  /** The videos that changed within the last seconds, for a page that has just listed videos. */
  recent() {
    const since = performance.now() - RECENT_MS;
    return [...this.#recent.values()].flatMap(({ video, at }) => (video && at >= since ? video : []));
  }

  close() {
    this.#closed.abort();
    this.#followed.clear();
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#feed?.close();
    this.#feed = null;
  }

  /** @param {FeedEvent} event */
  #handleEvent({ name, data }) {
    if (name === 'snapshot') {
      // A followed video that the snapshot lacks was finished or deleted while no events arrived.
      const unfinished = new Set(data.unfinished);
      this.#refresh([...this.#followed.keys()].filter((id) => !unfinished.has(id)));
    } else if (!name && data.deleted) {
      this.#handleDeletion(data.file_id);
    } else if (!name) {
      this.#addRecent(data.file_id, data);
      this.#handleChange(data);
    }
  }

  /**
   * @param {number} id
   * @param {Video | null} video null for a deleted one
   */
  #addRecent(id, video) {
    this.#recent.delete(id);
    this.#recent.set(id, { video, at: performance.now() });
    if (this.#recent.size > MAX_RECENT) {
      const [oldest] = this.#recent.keys();
      this.#recent.delete(oldest);
    }
  }

  /** @param {number} id */
  #handleDeletion(id) {
    const isFollowed = this.#followed.has(id);
    this.#addRecent(id, null);
    this.unfollow(id);
    if (isFollowed || this.#options.all) {
      this.#options.onDeleted(id);
    }
  }

  /** @param {Video} video */
  #canChange(video) {
    return this.#options.finished || isInWork(video);
  }

  /** @param {Video} video */
  #handleChange(video) {
    const isFollowed = this.#followed.has(video.file_id);
    if (isFollowed && this.#canChange(video)) {
      this.#followed.set(video.file_id, video);
    } else {
      this.unfollow(video.file_id);
    }
    if (isFollowed || this.#options.all) {
      this.#onChange(video);
    }
  }

  #schedulePoll() {
    clearTimeout(this.#timer);
    const feed = this.#feed;
    if (feed) {
      this.#timer = setTimeout(() => this.#poll(feed), this.#options.pollMs);
    }
  }

  /** @param {ReturnType<Options['feedFor']>} feed */
  #poll(feed) {
    try {
      feed.reopenIfEnded();
    } catch {
      // This browser doesn't let tabs exchange messages, see start().
    }
    if (this.#options.isVisible()) {
      const isRare = ++this.#polls % RARE_POLLS === 0;
      const followed = [...this.#followed.values()];
      const polled = followed.filter((video) =>
        feed.isLive ? isRare && isInWork(video) : isRare || isInWork(video),
      );
      this.#refresh(polled.map((video) => video.file_id));
    }
    this.#schedulePoll();
  }

  /**
   * Requests the state of videos, one after the other, so that many don't load the server at once.
   *
   * @param {number[]} ids
   */
  async #refresh(ids) {
    ids.forEach((id) => this.#toRefresh.add(id));
    if (this.#isRefreshing) {
      return;
    }
    this.#isRefreshing = true;
    for (const id of this.#toRefresh) {
      this.#toRefresh.delete(id);
      await this.#refreshOne(id);
    }
    this.#isRefreshing = false;
  }

  /** @param {number} id */
  async #refreshOne(id) {
    try {
      const before = this.#recent.get(id);
      const video = await this.#api.video(id, this.#closed.signal);
      if (this.#followed.has(id) && this.#recent.get(id) !== before) {
        // An event has arrived meanwhile. Nothing tells which of the two states is the newer one.
        this.#toRefresh.add(id);
      } else if (this.#followed.has(id)) {
        // It is newer than the last event. A page that follows it again must not request it again.
        this.#addRecent(id, video);
        this.#handleChange(video);
      }
    } catch (thrown) {
      const { code } = PlayerError.from(thrown);
      if (code === ErrorCode.NOT_AUTHENTICATED) {
        // The leader may have been closed before it could send the end of the sign-in.
        this.#options.onSignedOut();
      } else if (code === 'not_found' && this.#followed.has(id)) {
        this.#handleDeletion(id);
      }
    }
  }
}
