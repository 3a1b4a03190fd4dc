import { PlayerError } from '../errors/player-error.js';
import { countDown } from './countdown.js';
import { byId, setFieldError } from './dom.js';
import { revealSecrets } from './secret-field.js';
import { redirectToSignIn } from './sign-in.js';

/** @import {Video} from '../api/json.js' */

/**
 * A dialog that asks for the key of a video and sends it. The ids of its elements begin with the id
 * of the dialog.
 *
 * @template T what the server answers
 */
export class KeyDialog {
  #options;
  #id;
  #dialog;
  #key;
  #start;
  #label;
  /** @type {Video | null} */
  #video = null;
  #endCountdown = () => {};

  /**
   * @param {string} id
   * @param {{
   *   busyLabel: string,
   *   send: (video: Video, key: string, signal: AbortSignal) => Promise<T>,
   *   onDone: (answer: T) => void,
   *   isDone?: (error: PlayerError, video: Video) => Promise<T | null>,
   *   onlyWhileOpen?: boolean,
   * }} options the button's text while it is sent, how to send it, what follows, whether an error
   *   means that there is nothing to do any more, and whether nothing follows once the dialog was
   *   closed
   */
  constructor(id, options) {
    this.#id = id;
    this.#options = options;
    this.#dialog = byId(id, 'dialog');
    this.#key = byId(`${id}-key`, 'input');
    this.#start = byId(`${id}-start`, 'button');
    this.#label = this.#start.textContent;
    revealSecrets(this.#dialog);
    byId(`${id}-form`).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    byId(`${id}-cancel`).addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('close', () => this.#reset());
  }

  /**
   * Opens the dialog for a video.
   *
   * @param {Video} video
   */
  open(video) {
    this.#video = video;
    byId(`${this.#id}-title`).textContent = video.title;
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
      this.#finish(video, await this.#options.send(video, key, signal));
    } catch (thrown) {
      await this.#handleError(video, PlayerError.from(thrown));
    }
  }

  /**
   * @param {Video} video
   * @param {PlayerError} error
   */
  async #handleError(video, error) {
    try {
      const answer = await this.#options.isDone?.(error, video);
      if (answer) {
        this.#finish(video, answer);
        return;
      }
    } catch (thrown) {
      error = PlayerError.from(thrown);
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
   * @param {T} answer
   */
  #finish(video, answer) {
    const isOpen = this.#dialog.open && this.#video === video;
    if (isOpen) {
      this.#dialog.close();
    }
    if (isOpen || !this.#options.onlyWhileOpen) {
      this.#options.onDone(answer);
    }
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
        this.#start.textContent = left > 0 ? `Wait ${left} s` : this.#label;
      });
    }
  }

  /**
   * @param {string} keyError shown beside the key
   * @param {string} error any other error
   */
  #showErrors(keyError, error) {
    setFieldError(this.#key, keyError);
    byId(`${this.#id}-problem`).textContent = error;
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#endCountdown();
    this.#start.disabled = busy;
    this.#start.textContent = busy ? this.#options.busyLabel : this.#label;
    this.#key.readOnly = busy;
  }

  /** Clears the dialog: the page keeps the key no longer than the dialog is open. */
  #reset() {
    this.#key.value = '';
    this.#showErrors('', '');
    this.#setBusy(false);
  }
}
