import { PlayerError } from '../errors/player-error.js';
import { countDown } from './countdown.js';
import { byId, setFieldError, show } from './dom.js';
import { ReprocessBatch } from './reprocess-batch.js';
import { questionText, resultText } from './reprocess-batch-text.js';
import { revealSecrets } from './secret-field.js';
import { redirectToSignIn } from './sign-in.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 *
 * @typedef {'asking' | 'running' | 'interrupted' | 'finished'} State
 */

/**
 * The dialog that asks for one key and has all selected videos prepared again that it opens. It
 * stays open with the result, and takes the next key for those that have another one.
 */
export class ReprocessBatchDialog {
  #api;
  #hooks;
  #dialog = byId('batch', 'dialog');
  #heading = byId('batch-heading');
  #key = byId('batch-key', 'input');
  #start = byId('batch-start', 'button');
  #stop = byId('batch-stop', 'button');
  #close = byId('batch-close', 'button');
  #step = byId('batch-step');
  #bar = byId('batch-bar', 'progress');
  /** @type {State} */
  #state = 'asking';
  /**
   * The videos that the next key is tried for.
   *
   * @type {Video[]}
   */
  #videos = [];
  /**
   * What the current key is tried for; null before the key was entered.
   *
   * @type {ReprocessBatch | null}
   */
  #batch = null;
  #stopping = new AbortController();

  /**
   * @param {Pick<Api, 'reprocess' | 'video'>} api
   * @param {{onTried: (tried: Video, video: Video | null) => void, onClosed: () => void}} hooks called
   *     for each video that needs no other key, with its new state where that is known, and when the
   *     dialog was closed
   */
  constructor(api, hooks) {
    this.#api = api;
    this.#hooks = hooks;
    revealSecrets(this.#dialog);
    byId('batch-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#stop.addEventListener('click', () => this.#requestStop());
    this.#close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.addEventListener('cancel', (event) => {
      if (this.#state === 'running' || this.#state === 'interrupted') {
        event.preventDefault(); // Escape shows the result first.
        this.#requestStop();
      }
    });
    this.#dialog.addEventListener('close', () => {
      this.#reset([]);
      this.#hooks.onClosed();
    });
  }

  /**
   * Opens the dialog for the selected videos.
   *
   * @param {Video[]} videos
   */
  open(videos) {
    this.#reset(videos);
    this.#dialog.showModal();
  }

  #submit() {
    if (this.#state !== 'asking' && this.#state !== 'interrupted') {
      return;
    }
    setFieldError(this.#key, '');
    if (!this.#key.value) {
      setFieldError(this.#key, 'Enter the key that the videos were uploaded with.');
      this.#key.focus();
      return;
    }
    this.#batch ??= new ReprocessBatch(this.#api, this.#videos, {
      onProgress: (tried, total) => this.#showProgress(tried, total),
      onTried: (tried, outcome, video) => {
        if (outcome !== 'otherKey') {
          this.#hooks.onTried(tried, video);
        }
      },
      wait: (seconds, signal) => this.#wait(seconds, signal),
    });
    this.#run(this.#batch);
  }

  /** @param {ReprocessBatch} batch */
  async #run(batch) {
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#setState('running');
    // The stop button doesn't take the focus, since a second Enter would press it.
    this.#heading.focus();
    try {
      await batch.run(this.#key.value, signal);
    } catch (thrown) {
      const error = PlayerError.from(thrown);
      if (redirectToSignIn(error) || this.#batch !== batch) {
        return;
      }
      if (!signal.aborted) {
        this.#showInterruption(batch, error);
        return;
      }
    }
    if (this.#batch === batch) {
      this.#finish(batch);
    }
  }

  /**
   * Shows why no answer came. The field keeps the key, so that the same button goes on.
   *
   * @param {ReprocessBatch} batch
   * @param {PlayerError} error
   */
  #showInterruption(batch, error) {
    this.#setState('interrupted');
    const { length } = batch.left;
    const left = length === 1 ? '1 is left.' : `${length} are left.`;
    byId('batch-problem').textContent = `${error.message} ${left}`;
    this.#start.focus();
  }

  /**
   * Shows the result, and asks for the next key if some videos have another one.
   *
   * @param {ReprocessBatch} batch
   */
  #finish(batch) {
    const text = resultText(batch.result, batch.left.length);
    this.#reset([...batch.result.otherKey, ...batch.left]);
    const isComplete = this.#videos.length === 0;
    if (isComplete) {
      this.#setState('finished');
    }
    this.#close.textContent = 'Done';
    show(byId('batch-question'), false);
    show(byId('batch-result'));
    byId('batch-result').textContent = text;
    (isComplete ? this.#close : this.#key).focus();
  }

  #requestStop() {
    if (this.#state === 'interrupted' && this.#batch) {
      this.#finish(this.#batch);
    } else if (this.#state === 'running') {
      this.#stopping.abort();
      this.#stop.disabled = true;
      this.#stop.textContent = 'Stopping…';
    }
  }

  /**
   * @param {number} tried
   * @param {number} total
   */
  #showProgress(tried, total) {
    this.#bar.max = total;
    this.#bar.value = tried;
    this.#step.textContent = `${tried + 1} of ${total}`;
  }

  /**
   * Waits for as long as the server says, and shows it.
   *
   * @param {number} seconds
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  #wait(seconds, signal) {
    if (signal.aborted) {
      return Promise.resolve();
    }
    const step = this.#step.textContent;
    byId('batch-said').textContent = `Too many attempts. This goes on in ${seconds} seconds.`;
    return new Promise((resolve) => {
      const end = countDown(seconds, (left) => {
        this.#step.textContent = `${step} · Too many attempts. This goes on in ${left} s.`;
        if (left === 0) {
          resolve();
        }
      });
      signal.addEventListener('abort', () => {
        end();
        resolve();
      });
    });
  }

  /** @param {State} state */
  #setState(state) {
    this.#state = state;
    const isRunning = state === 'running';
    const isUnderWay = isRunning || state === 'interrupted';
    byId('batch-problem').textContent = '';
    byId('batch-said').textContent = '';
    this.#key.readOnly = isUnderWay;
    show(byId('batch-field'), state !== 'finished');
    show(byId('batch-result'), false);
    show(byId('batch-progress'), isUnderWay);
    show(this.#close, !isUnderWay);
    show(this.#stop, isUnderWay);
    show(this.#start, !isRunning && state !== 'finished');
    this.#stop.disabled = false;
    this.#stop.textContent = 'Stop';
    this.#start.textContent = state === 'interrupted' ? 'Go on' : 'Prepare again';
  }

  /**
   * Asks for a key. The page keeps the former one no longer: what is under way ends, and the field is
   * cleared.
   *
   * @param {Video[]} videos that the key is tried for
   */
  #reset(videos) {
    this.#stopping.abort();
    this.#batch = null;
    this.#videos = videos;
    this.#key.value = '';
    setFieldError(this.#key, '');
    byId('batch-question').textContent = questionText(videos.length);
    show(byId('batch-question'));
    this.#close.textContent = 'Leave it';
    this.#setState('asking');
  }
}
