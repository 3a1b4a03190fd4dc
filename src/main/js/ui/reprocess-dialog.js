import { PlayerError } from '../errors/player-error.js';
import { countDown } from './countdown.js';
import { byId, setFieldError } from './dom.js';
import { revealSecrets } from './secret-field.js';
import { redirectToSignIn } from './sign-in.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 */

/** The refusals of a video whose processing was started elsewhere, for instance in another tab. */
const ALREADY_STARTED_CODES = new Set(['video_busy', 'video_processed']);

/** The dialog that asks for the key of a failed video and starts its processing again. */
export class ReprocessDialog {
  #api;
  #onStarted;
  #dialog = byId('reprocess', 'dialog');
  #key = byId('reprocess-key', 'input');
  #start = byId('reprocess-start', 'button');
  /** @type {Video | null} */
  #video = null;
  #endCountdown = () => {};

  /**
   * @param {Pick<Api, 'reprocess' | 'video'>} api
   * @param {(video: Video) => void} onStarted called with the video's new state
   */
  constructor(api, onStarted) {
    this.#api = api;
    this.#onStarted = onStarted;
    revealSecrets(this.#dialog);
    byId('reprocess-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    byId('reprocess-cancel').addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#reset());
  }

  /**
   * Opens the dialog for a video.
   *
   * @param {Video} video
   */
  open(video) {
    this.#video = video;
    byId('reprocess-title').textContent = video.title;
    this.#reset();
    this.#dialog.showModal();
  }

  async #send() {
    const video = this.#video;
    const key = this.#key.value;
    this.#showErrors('', '');
    if (!video) {
      return;
    }
    if (!key) {
      this.#showErrors('Enter the key that the video was uploaded with.', '');
      this.#key.focus();
      return;
    }
    this.#setBusy(true);
    try {
      const { signal } = new AbortController();
      this.#finish(video, await this.#api.reprocess(video.file_id, key, signal));
    } catch (thrown) {
      await this.#handleError(video, PlayerError.from(thrown));
    }
  }

  /**
   * @param {Video} video
   * @param {PlayerError} error
   */
  async #handleError(video, error) {
    if (ALREADY_STARTED_CODES.has(error.code)) {
      try {
        this.#finish(video, await this.#api.video(video.file_id, new AbortController().signal));
        return;
      } catch (thrown) {
        error = PlayerError.from(thrown);
      }
    }
    if (redirectToSignIn(error)) {
      return;
    }
    if (this.#video !== video || !this.#dialog.open) {
      return; // The dialog was closed, so nobody waits for this answer.
    }
    this.#setBusy(false);
    const keyError = error.fieldMessage('encryption_key');
    if (keyError || error.code === 'invalid_encryption_key' || error.code === 'too_many_requests') {
      this.#showErrors(keyError || error.message, '');
      this.#key.focus();
      this.#key.select();
      this.#disableFor(error.retryAfterSeconds);
    } else {
      this.#showErrors('', error.message);
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
    this.#onStarted(updated);
  }

  /**
   * Disables the button, since the server refuses every key after too many wrong ones.
   *
   * @param {number} seconds
   */
  #disableFor(seconds) {
    if (seconds > 0) {
      this.#endCountdown = countDown(seconds, (left) => {
        this.#start.disabled = left > 0;
        this.#start.textContent = left > 0 ? `Wait ${left} s` : 'Process again';
      });
    }
  }

  /**
   * @param {string} keyError shown beside the key
   * @param {string} error any other error
   */
  #showErrors(keyError, error) {
    setFieldError(this.#key, keyError);
    byId('reprocess-problem').textContent = error;
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#endCountdown();
    this.#start.disabled = busy;
    this.#start.textContent = busy ? 'Starting…' : 'Process again';
    this.#key.readOnly = busy;
  }

  /** Clears the dialog: the page keeps the key no longer than the dialog is open. */
  #reset() {
    this.#key.value = '';
    this.#showErrors('', '');
    this.#setBusy(false);
  }
}
