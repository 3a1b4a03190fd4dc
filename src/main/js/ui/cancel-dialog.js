import { PlayerError } from '../errors/player-error.js';
import { byId } from './dom.js';
import { redirectToSignIn } from './sign-in.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 */

/** The dialog that asks whether the processing of a video shall be cancelled, and cancels it. */
export class CancelDialog {
  #api;
  #onCancelled;
  #dialog = byId('cancel', 'dialog');
  #confirm = byId('cancel-confirm', 'button');
  #problem = byId('cancel-problem');
  /** @type {Video | null} */
  #video = null;

  /**
   * @param {Pick<Api, 'cancel' | 'video'>} api
   * @param {(video: Video) => void} onCancelled called with the video's new state
   */
  constructor(api, onCancelled) {
    this.#api = api;
    this.#onCancelled = onCancelled;
    this.#confirm.addEventListener('click', () => this.#send());
  }

  /**
   * Opens the dialog for a video.
   *
   * @param {Video} video
   */
  open(video) {
    this.#video = video;
    byId('cancel-title').textContent = video.title;
    this.#problem.textContent = '';
    this.#confirm.disabled = false;
    this.#dialog.showModal();
  }

  /**
   * Closes the dialog if it asks about this video, whose processing has ended meanwhile.
   *
   * @param {number} id
   */
  closeFor(id) {
    if (this.#dialog.open && this.#video?.file_id === id && !this.#confirm.disabled) {
      this.#dialog.close();
    }
  }

  async #send() {
    const video = this.#video;
    if (!video) {
      return;
    }
    this.#confirm.disabled = true;
    this.#problem.textContent = '';
    try {
      this.#finish(video, await this.#cancel(video));
    } catch (thrown) {
      const error = PlayerError.from(thrown);
      if (!redirectToSignIn(error) && this.#video === video) {
        this.#confirm.disabled = false;
        this.#problem.textContent = error.message;
      }
    }
  }

  /**
   * Cancels the processing, or returns the state of a video whose processing has ended meanwhile.
   *
   * @param {Video} video
   */
  async #cancel({ file_id: id }) {
    const { signal } = new AbortController();
    try {
      return await this.#api.cancel(id, signal);
    } catch (thrown) {
      if (PlayerError.from(thrown).code === 'video_not_processing') {
        return this.#api.video(id, signal);
      }
      throw thrown;
    }
  }

  /**
   * @param {Video} video the video that the dialog was opened for
   * @param {Video} updated its new state
   */
  #finish(video, updated) {
    if (this.#video === video) {
      this.#dialog.close();
    }
    this.#onCancelled(updated);
  }
}
