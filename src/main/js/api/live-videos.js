import { PlayerError } from '../player/player-error.js';

/** A browser opens six connections to a host at most; the rest of the page needs some of them. */
const MAX_STREAMS = 3;
const POLL_MS = 4_000;

/** Whether a video's state may still change by itself. */
export function isUnfinished(video) {
  return video.status === 'uploaded' || video.status === 'processing';
}

/**
 * Follows videos that are still being prepared: a few by server-sent events, others by asking from
 * time to time.
 */
export class LiveVideos {
  #api;
  #onChange;
  #options;
  #followed = new Map();
  #leave = new AbortController();
  #timer = 0;

  /**
   * @param {import('./api.js').Api} api
   * @param {(video: object) => void} onChange hears of each change; the video JSON of the API
   * @param {{EventSource?: typeof EventSource, pollMs?: number, maxStreams?: number}} [options]
   */
  constructor(api, onChange, options = {}) {
    this.#api = api;
    this.#onChange = onChange;
    this.#options = {
      EventSource: globalThis.EventSource,
      pollMs: POLL_MS,
      maxStreams: MAX_STREAMS,
      ...options,
    };
  }

  /** Follows a video until it is finished; does nothing for one that is. */
  follow(video) {
    if (!isUnfinished(video) || this.#followed.has(video.file_id) || this.#leave.signal.aborted) {
      return;
    }
    const followed = { video, source: null };
    this.#followed.set(video.file_id, followed);
    if (this.#streams() < this.#options.maxStreams) {
      this.#openStream(followed);
    }
    this.#schedule();
  }

  /** Forgets one video. */
  unfollow(id) {
    const followed = this.#followed.get(id);
    followed?.source?.close();
    this.#followed.delete(id);
    const waiting = [...this.#followed.values()].find(({ source }) => !source);
    if (waiting && this.#streams() < this.#options.maxStreams) {
      this.#openStream(waiting);
    }
  }

  close() {
    this.#leave.abort();
    clearTimeout(this.#timer);
    this.#followed.forEach(({ source }) => source?.close());
    this.#followed.clear();
  }

  #streams() {
    return [...this.#followed.values()].filter(({ source }) => source).length;
  }

  #openStream(followed) {
    const id = followed.video.file_id;
    const source = new this.#options.EventSource(`/api/videos/${id}/events`);
    followed.source = source;
    source.onmessage = ({ data }) => {
      try {
        this.#changed({ ...followed.video, ...JSON.parse(data) });
      } catch {
        // Not for us; the next event or the next look tells.
      }
    };
    source.onerror = () => {
      // EventSource connects again by itself, unless the server refused: then asking has to do.
      if (source.readyState === source.CLOSED) {
        followed.source = null;
        followed.refused = true;
      }
    };
  }

  #changed(video) {
    const followed = this.#followed.get(video.file_id);
    if (!followed) {
      return;
    }
    followed.video = video;
    if (!isUnfinished(video)) {
      this.unfollow(video.file_id);
    }
    this.#onChange(video);
  }

  #schedule() {
    clearTimeout(this.#timer);
    if (this.#followed.size > 0 && !this.#leave.signal.aborted) {
      this.#timer = setTimeout(() => this.#look(), this.#options.pollMs);
    }
  }

  /** Asks for those that no stream tells of. One after the other: this may take its time. */
  async #look() {
    for (const { video, source } of [...this.#followed.values()]) {
      if (source) {
        continue;
      }
      try {
        this.#changed(await this.#api.video(video.file_id, this.#leave.signal));
      } catch (thrown) {
        if (PlayerError.from(thrown).code === 'not_found') {
          this.unfollow(video.file_id);
        }
      }
    }
    this.#schedule();
  }
}
