const KEY = 'sealcast.watch';

/** Videos of one tab that it remembers; the one that was watched longest ago makes room. */
const MOST = 50;

/** What is left of a video when it counts as watched to its end, in seconds. */
const END = 1;

/**
 * What a tab needs to go on with a video after a reload or a way through its history: the stream
 * session and the place. Never the key. It is the tab's own, goes when the tab is closed, and is
 * forgotten when another account signs in.
 *
 * @typedef {{at: number, paused: boolean}} Place
 */
export class ResumeStore {
  #storage;
  #account;

  /**
   * @param {() => Storage} storage throws where the browser forbids it: then nothing is remembered
   * @param {string} account the id of who is signed in
   */
  constructor(storage, account) {
    this.#storage = storage;
    this.#account = account;
    if (this.#read().account !== account) {
      this.#write({});
    }
  }

  /** The session that was opened last for a video, or null. It may have ended since. */
  session(fileId) {
    return this.#video(fileId).session ?? null;
  }

  /** @returns {Place | null} */
  place(fileId) {
    return this.#video(fileId).place ?? null;
  }

  keepSession(fileId, session) {
    this.#change(fileId, { session });
  }

  forgetSession(fileId) {
    this.#change(fileId, { session: undefined });
  }

  /** Whoever has seen the end begins at the beginning. */
  keepPlace(fileId, { at, paused, duration }) {
    const place = duration - at < END ? undefined : { at, paused };
    this.#change(fileId, { place });
  }

  /** All sessions, which whoever signs out has to end; nothing is remembered any more. */
  takeSessions() {
    const { videos = {} } = this.#read();
    try {
      this.#storage().removeItem(KEY);
    } catch {
      // nothing was remembered
    }
    return Object.values(videos).flatMap(({ session }) => session ?? []);
  }

  #video(fileId) {
    return this.#read().videos?.[fileId] ?? {};
  }

  #change(fileId, change) {
    const { videos = {} } = this.#read();
    const video = { ...videos[fileId], ...change, watched: Date.now() };
    const others = Object.entries(videos).filter(([id]) => id !== String(fileId));
    others.sort(([, a], [, b]) => b.watched - a.watched);
    this.#write(Object.fromEntries([[fileId, video], ...others.slice(0, MOST - 1)]));
  }

  #read() {
    try {
      return JSON.parse(this.#storage().getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  #write(videos) {
    try {
      this.#storage().setItem(KEY, JSON.stringify({ account: this.#account, videos }));
    } catch {
      // Storage is forbidden or full: the page works, and asks for the key more often.
    }
  }
}
