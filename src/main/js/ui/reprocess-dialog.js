import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { countDown } from './countdown.js';
import { byId, tellField } from './dom.js';
import { revealSecrets } from './secret-field.js';
import { signInAgain } from './sign-in-again.js';

/** What is told when somebody, another tab perhaps, was faster. */
const UNDER_WAY = new Set(['video_busy', 'video_processed']);

/** Asks for a failed video's key and has the video processed again. */
export class ReprocessDialog {
  #api;
  #onStarted;
  #dialog = byId('reprocess');
  #key = byId('reprocess-key');
  #start = byId('reprocess-start');
  #video = null;
  #endPause = () => {};

  /**
   * @param {import('../api/api.js').Api} api
   * @param {(video: object) => void} onStarted is given the video as it is now
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
    this.#dialog.addEventListener('close', () => this.#forget());
  }

  /** Opens the dialog for a video. */
  ask(video) {
    this.#video = video;
    byId('reprocess-title').textContent = video.title;
    this.#forget();
    this.#dialog.showModal();
  }

  async #send() {
    const video = this.#video;
    const key = this.#key.value;
    this.#tell('', '');
    if (!key) {
      this.#tell('Enter the key that the video was uploaded with.', '');
      this.#key.focus();
      return;
    }
    this.#busy(true);
    try {
      const { signal } = new AbortController();
      this.#started(video, await this.#api.reprocess(video.file_id, key, signal));
    } catch (thrown) {
      await this.#refused(video, PlayerError.from(thrown));
    }
  }

  async #refused(video, error) {
    if (UNDER_WAY.has(error.code)) {
      try {
        this.#started(video, await this.#api.video(video.file_id, new AbortController().signal));
        return;
      } catch (thrown) {
        error = PlayerError.from(thrown);
      }
    }
    if (error.code === ErrorCode.NOT_AUTHENTICATED) {
      signInAgain(error);
      return;
    }
    if (this.#video !== video || !this.#dialog.open) {
      return; // closed meanwhile: nobody waits for the answer
    }
    this.#busy(false);
    const ofTheKey = error.fieldMessage('encryption_key');
    if (ofTheKey || error.code === 'invalid_encryption_key' || error.code === 'too_many_requests') {
      this.#tell(ofTheKey || error.message, '');
      this.#key.focus();
      this.#key.select();
      this.#pause(error.retryAfterSeconds);
    } else {
      this.#tell('', error.message);
    }
  }

  #started(video, now) {
    if (this.#video === video) {
      this.#dialog.close();
    }
    this.#onStarted(now);
  }

  /** After too many wrong keys none is taken for some seconds. */
  #pause(seconds) {
    if (seconds > 0) {
      this.#endPause = countDown(seconds, (left) => {
        this.#start.disabled = left > 0;
        this.#start.textContent = left > 0 ? `Wait ${left} s` : 'Process again';
      });
    }
  }

  #tell(wordsOfTheKey, words) {
    tellField(this.#key, wordsOfTheKey);
    byId('reprocess-problem').textContent = words;
  }

  #busy(busy) {
    this.#endPause();
    this.#start.disabled = busy;
    this.#start.textContent = busy ? 'Starting…' : 'Process again';
    this.#key.readOnly = busy;
  }

  /** The key is kept no longer than the dialog is open. */
  #forget() {
    this.#key.value = '';
    this.#tell('', '');
    this.#busy(false);
  }
}
