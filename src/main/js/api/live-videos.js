import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { SharedFeed, pageSignIn } from './shared-feed.js';

const POLL_MS = 4_000;

/** An event that comes while a list is under way may be newer than the list: it is kept so long. */
const RECENT_MS = 30_000;
const MAX_RECENT = 200;

/** Whether a video's state may still change by itself. */
export function isUnfinished(video) {
  return video.status === 'uploaded' || video.status === 'processing';
}

/**
 * Follows videos by the events that all tabs share. While none arrive, a page that can be seen asks
 * for those that are still being prepared.
 */
export class LiveVideos {
  #api;
  #onChange;
  #options;
  #feed = null;
  #followed = new Map();
  #recent = new Map();
  #due = new Set();
  #looking = false;
  #leave = new AbortController();
  #timer = 0;

  /**
   * @param {import('./api.js').Api} api
   * @param {(video: object) => void} onChange hears of each change; the video JSON of the API
   * @param {object} [options]
   * @param {boolean} [options.all] whether to hear of all videos, not of those followed only
   * @param {(id: number) => void} [options.onDeleted] hears of each that is gone
   * @param {() => void} [options.onSignedOut] called when the sign-in that the page was made for has
   *     ended
   * @param {(listener: object) => SharedFeed} [options.feedFor]
   * @param {number} [options.pollMs]
   * @param {() => boolean} [options.isVisible]
   */
  constructor(api, onChange, options = {}) {
    this.#api = api;
    this.#onChange = onChange;
    this.#options = {
      all: false,
      onDeleted: () => {},
      onSignedOut: () => {},
      feedFor: (listener) => new SharedFeed(pageSignIn(), listener),
      pollMs: POLL_MS,
      isVisible: () => document.visibilityState === 'visible',
      ...options,
    };
  }

  /** Begins to listen; to follow a video does so too. */
  start() {
    if (this.#feed || this.#leave.signal.aborted) {
      return;
    }
    this.#feed = this.#options.feedFor({
      onEvent: (event) => this.#take(event),
      onGap: () => this.#lookAt([...this.#followed.keys()]),
      onSignedOut: () => this.#options.onSignedOut(),
    });
    try {
      this.#feed.open();
    } catch {
      // A browser that keeps its tabs from talking to each other: asking has to do.
    }
    this.#schedule();
  }

  /** Follows a video until it is finished; does nothing for one that is. */
  follow(video) {
    if (!isUnfinished(video) || this.#leave.signal.aborted) {
      return;
    }
    this.#followed.set(video.file_id, video);
    this.start();
    const heard = this.#recent.get(video.file_id)?.video;
    if (heard && (heard.status !== video.status || heard.progress !== video.progress)) {
      this.#lookAt([video.file_id]); // Which of the two is the newer one can't be seen.
    }
  }

  /** Forgets one video. */
  unfollow(id) {
    this.#followed.delete(id);
    this.#due.delete(id);
    if (this.#followed.size === 0 && !this.#options.all) {
      this.#stop();
    }
  }

  /** The videos that were heard of within the last seconds, for who has just listed them. */
  recent() {
    const since = performance.now() - RECENT_MS;
    return [...this.#recent.values()]
      .filter(({ video, at }) => video && at >= since)
      .map(({ video }) => video);
  }

  close() {
    this.#leave.abort();
    this.#followed.clear();
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#feed?.close();
    this.#feed = null;
  }

  #take({ name, data }) {
    if (name === 'snapshot') {
      // Whatever isn't among them any more was finished or deleted while nobody listened.
      const unfinished = new Set(data.unfinished);
      this.#lookAt([...this.#followed.keys()].filter((id) => !unfinished.has(id)));
    } else if (!name && data.deleted) {
      this.#gone(data.file_id);
    } else if (!name) {
      this.#remember(data.file_id, data);
      this.#changed(data);
    }
  }

  #remember(id, video) {
    this.#recent.delete(id);
    this.#recent.set(id, { video, at: performance.now() });
    if (this.#recent.size > MAX_RECENT) {
      this.#recent.delete(this.#recent.keys().next().value);
    }
  }

  #gone(id) {
    const known = this.#followed.has(id);
    this.#remember(id, null);
    this.unfollow(id);
    if (known || this.#options.all) {
      this.#options.onDeleted(id);
    }
  }

  #changed(video) {
    const known = this.#followed.has(video.file_id);
    if (known && isUnfinished(video)) {
      this.#followed.set(video.file_id, video);
    } else {
      this.unfollow(video.file_id);
    }
    if (known || this.#options.all) {
      this.#onChange(video);
    }
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#feed) {
      this.#timer = setTimeout(() => this.#poll(), this.#options.pollMs);
    }
  }

  #poll() {
    try {
      this.#feed.tend();
    } catch {
      // As in start().
    }
    if (!this.#feed.isLive && this.#options.isVisible()) {
      this.#lookAt([...this.#followed.keys()]);
    }
    this.#schedule();
  }

  /** Asks for some. One after the other: this may take its time. */
  async #lookAt(ids) {
    ids.forEach((id) => this.#due.add(id));
    if (this.#looking) {
      return;
    }
    this.#looking = true;
    for (const id of this.#due) {
      this.#due.delete(id);
      await this.#look(id);
    }
    this.#looking = false;
  }

  async #look(id) {
    try {
      const video = await this.#api.video(id, this.#leave.signal);
      if (this.#followed.has(id)) {
        this.#changed(video);
      }
    } catch (thrown) {
      const { code } = PlayerError.from(thrown);
      if (code === ErrorCode.NOT_AUTHENTICATED) {
        this.#options.onSignedOut(); // The tab that led may have left before it could tell.
      } else if (code === 'not_found' && this.#followed.has(id)) {
        this.#gone(id);
      }
    }
  }
}
