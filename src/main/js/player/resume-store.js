const KEY = 'sealcast.watch';

/** The store keeps so many videos of a tab; a further one replaces the one watched longest ago. */
const MAX_VIDEOS = 50;

/** A video with no more than this left to play, in seconds, counts as watched to its end. */
const END_SECONDS = 1;

/**
 * @import {StreamSession} from '../api/json.js'
 *
 * @typedef {object} Position where a video was left
 * @property {number} at seconds
 * @property {boolean} paused
 *
 * The field names are the stored form.
 * @typedef {{session?: StreamSession, place?: Position, watched?: number}} StoredVideo
 * @typedef {{account?: string, videos?: Record<string, StoredVideo>}} Stored
 */

/**
 * Keeps what a tab needs to continue a video after a reload or a navigation: the stream session and
 * the position, never the key. The browser keeps it for this tab only and removes it when the tab is
 * closed; the store clears it when another account signs in.
 */
export class ResumeStore {
  #storage;
  #account;

  /**
   * @param {() => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage may throw where the
   *     browser forbids storage; then nothing is kept
   * @param {string | undefined} account the id of the account that is signed in
   */
  constructor(storage, account) {
    this.#storage = storage;
    this.#account = account;
    if (this.#read().account !== account) {
      this.#write({});
    }
  }

  /**
   * The session that was opened last for a video, or null. It may have ended since.
   *
   * @param {number} fileId
   */
  session(fileId) {
    return this.#video(fileId).session ?? null;
  }

  /**
   * @param {number} fileId
   * @returns {Position | null}
   */
  position(fileId) {
    return this.#video(fileId).place ?? null;
  }

  /**
   * @param {number} fileId
   * @param {StreamSession} session
   */
  saveSession(fileId, session) {
    this.#change(fileId, { session });
  }

  /** @param {number} fileId */
  removeSession(fileId) {
    this.#change(fileId, { session: undefined });
  }

  /**
   * Saves the position, or removes it at the end of the video, which then starts at its beginning.
   *
   * @param {number} fileId
   * @param {Position & {duration: number}} position
   */
  savePosition(fileId, { at, paused, duration }) {
    const place = duration - at < END_SECONDS ? undefined : { at, paused };
    this.#change(fileId, { place });
  }

  /** Removes everything and returns all sessions, which have to be ended before signing out. */
  takeSessions() {
    const { videos = {} } = this.#read();
    try {
      this.#storage().removeItem(KEY);
    } catch {
      // The browser forbids storage, so nothing was kept.
    }
    return Object.values(videos).flatMap(({ session }) => session ?? []);
  }

  /**
   * @param {number} fileId
   * @returns {StoredVideo}
   */
  #video(fileId) {
    return this.#read().videos?.[fileId] ?? {};
  }

  /**
   * @param {number} fileId
   * @param {StoredVideo} change
   */
  #change(fileId, change) {
    const { videos = {} } = this.#read();
    const video = { ...videos[fileId], ...change, watched: Date.now() };
    const others = Object.entries(videos).filter(([id]) => id !== String(fileId));
    others.sort(([, a], [, b]) => (b.watched ?? 0) - (a.watched ?? 0));
    this.#write(Object.fromEntries([[fileId, video], ...others.slice(0, MAX_VIDEOS - 1)]));
  }

  /** @returns {Stored} */
  #read() {
    try {
      return JSON.parse(this.#storage().getItem(KEY) ?? 'null') ?? {};
    } catch {
      return {};
    }
  }

  /** @param {Record<string, StoredVideo>} videos */
  #write(videos) {
    try {
      this.#storage().setItem(KEY, JSON.stringify({ account: this.#account, videos }));
    } catch {
      // The browser forbids storage or it is full; the page then only asks for the key more often.
    }
  }
}
