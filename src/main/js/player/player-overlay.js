import { countDown } from '../ui/countdown.js';
import { byId, setFieldError, show } from '../ui/dom.js';

/** @import {PlayerError} from '../errors/player-error.js' */

/** Shorter interruptions of the connection are not reported. */
const TOAST_AFTER_MS = 1_500;

/** An interruption that lasts longer than this is reported with its reason. */
const REASON_AFTER_MS = 20_000;

/**
 * The layer over the video: it shows the key form, the progress of what takes time, and errors.
 */
export class PlayerOverlay {
  #stage = byId('stage');
  #unlock = byId('unlock', 'form');
  #key = byId('key', 'input');
  #open = byId('open', 'button');
  #waiting = byId('waiting');
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #toastTimer;
  #endCountdown = () => {};
  #connectionText = '';
  #partText = '';
  #waitingSince = 0;

  /**
   * @param {{
   *   onKey: (key: string) => void,
   *   onRetry: () => void,
   *   onReprocess?: () => void,
   *   onCancel?: () => void,
   *   onDownload?: () => void,
   * }} hooks
   */
  constructor({
    onKey,
    onRetry,
    onReprocess = () => {},
    onCancel = () => {},
    onDownload = () => {},
  }) {
    this.#unlock.addEventListener('submit', (event) => {
      event.preventDefault();
      const key = this.#key.value;
      if (key) {
        onKey(key);
      } else {
        this.showKeyError('Enter the key that the video was uploaded with.');
      }
    });
    byId('retry').addEventListener('click', onRetry);
    byId('again').addEventListener('click', onReprocess);
    byId('stop-preparing').addEventListener('click', onCancel);
    byId('fetch-original').addEventListener('click', onDownload);
  }

  /**
   * Shows the key form.
   *
   * @param {string} heading
   * @param {string} button
   * @param {string} [reason] why a key is needed once more
   */
  showKeyForm(heading, button, reason = '') {
    this.#setState('locked');
    byId('unlock-heading').textContent = heading;
    byId('unlock-reason').textContent = reason;
    byId('open-words').textContent = button;
    this.#setBusy(false);
    setFieldError(this.#key, '');
    this.#key.focus({ preventScroll: true });
  }

  /** Whether the key form is shown. */
  get isKeyFormShown() {
    return !this.#unlock.hidden;
  }

  /** Whether nothing covers the video. */
  get isHidden() {
    return this.#stage.dataset.state === 'playing';
  }

  /**
   * Changes what the key form says, and nothing that the viewer has typed.
   *
   * @param {string} reason
   */
  setKeyReason(reason) {
    byId('unlock-reason').textContent = reason;
  }

  /** Shows that the server is checking the key. */
  showOpening() {
    setFieldError(this.#key, '');
    this.#setBusy(true);
    byId('open-words').textContent = 'Opening…';
  }

  /**
   * Shows why the server refused the key.
   *
   * @param {string} message
   * @param {number} [pauseSeconds] for how long the server refuses every key
   */
  showKeyError(message, pauseSeconds = 0) {
    this.#setState('locked');
    byId('open-words').textContent = 'Watch';
    setFieldError(this.#key, message);
    this.#setBusy(false);
    if (pauseSeconds > 0) {
      this.#disableFor(pauseSeconds);
    }
    this.#key.focus({ preventScroll: true });
    this.#key.select();
  }

  /** @param {number} seconds */
  #disableFor(seconds) {
    this.#endCountdown();
    this.#endCountdown = countDown(seconds, (left) => {
      this.#open.disabled = left > 0;
      byId('open-words').textContent = left > 0 ? `Wait ${left} s` : 'Watch';
      if (left === 0) {
        setFieldError(this.#key, '');
      }
    });
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#endCountdown();
    this.#open.disabled = busy;
    this.#key.readOnly = busy;
  }

  /**
   * Shows that something takes a moment.
   *
   * @param {string} heading
   */
  showLoading(heading) {
    this.#showMessage(heading, '', { spinner: true });
  }

  /**
   * Shows the progress of a video that is not processed yet.
   *
   * @param {number} progress per cent
   * @param {string} status the video's status
   * @param {boolean} canCancel whether the viewer may cancel the processing
   * @param {string} [text] what happens when it is processed
   */
  showProcessing(
    progress,
    status,
    canCancel,
    text = 'You can leave this page; it goes on by itself.',
  ) {
    const waiting = status === 'uploaded';
    this.#showMessage(
      waiting ? 'Waiting to be prepared' : `Preparing · ${progress} %`,
      text,
      { spinner: waiting, canCancel, back: true },
    );
    const bar = byId('waiting-progress', 'progress');
    show(bar, !waiting);
    bar.value = progress;
  }

  /**
   * Shows that the video can't be played as it is.
   *
   * @param {string} heading
   * @param {string} text
   * @param {{canReprocess?: boolean, recommended?: boolean}} [options] whether the viewer owns it and
   *     may have it processed again, and whether that is recommended because the server caused the
   *     failure
   */
  showUnplayable(heading, text, { canReprocess = false, recommended = false } = {}) {
    byId('again').classList.toggle('button-primary', recommended);
    this.#showMessage(heading, text, { canReprocess, canDownload: canReprocess, back: true });
  }

  /**
   * Shows an error after which the viewer may try again.
   *
   * @param {string} text
   */
  showError(text) {
    this.#showMessage('Playback stopped', text, { retry: true, back: true });
    byId('retry').focus({ preventScroll: true });
  }

  /**
   * Shows an error after which the page tries again by itself.
   *
   * @param {string} text
   */
  showRetrying(text) {
    const isShown = this.#stage.dataset.state === 'waiting' && !byId('retry').hidden;
    this.#showMessage('Waiting for the server', `${text} This page goes on by itself.`, {
      retry: true,
      back: true,
    });
    if (!isShown) {
      byId('retry').focus({ preventScroll: true });
    }
  }

  /** Hides the overlay for the playback, and clears the key, which isn't needed any more. */
  hide() {
    this.#key.value = '';
    this.#setState('playing');
  }

  /**
   * Reports that the connection is interrupted, once that lasts long enough to be noticed.
   *
   * @param {boolean} waiting
   * @param {PlayerError} [error] why the last attempt failed
   */
  showConnection(waiting, error) {
    if (!waiting) {
      clearTimeout(this.#toastTimer);
      this.#toastTimer = undefined;
      this.#showConnectionText('');
    } else if (!this.#toastTimer) {
      this.#waitingSince = performance.now();
      this.#toastTimer = setTimeout(
        () => this.#showConnectionText('Reconnecting… the video goes on by itself.'),
        TOAST_AFTER_MS,
      );
    } else if (error && performance.now() - this.#waitingSince > REASON_AFTER_MS) {
      this.#showConnectionText(`${error.message} The video goes on by itself.`);
    }
  }

  /**
   * Says that the video waits for a part that isn't prepared yet.
   *
   * @param {string} text an empty one when it doesn't wait
   */
  showMissingPart(text) {
    this.#partText = text;
    this.#showToast();
  }

  /** @param {string} text */
  #showConnectionText(text) {
    this.#connectionText = text;
    this.#showToast();
  }

  #showToast() {
    const text = this.#connectionText || this.#partText;
    const toast = byId('toast');
    if (toast.textContent !== text) {
      toast.textContent = text; // A screen reader announces each change.
    }
    show(toast, Boolean(text));
  }

  /**
   * @param {string} heading
   * @param {string} text
   * @param {{
   *   spinner?: boolean,
   *   retry?: boolean,
   *   canReprocess?: boolean,
   *   canCancel?: boolean,
   *   canDownload?: boolean,
   *   back?: boolean,
   * }} parts
   */
  #showMessage(
    heading,
    text,
    {
      spinner = false,
      retry = false,
      canReprocess = false,
      canCancel = false,
      canDownload = false,
      back = false,
    },
  ) {
    this.#setState('waiting');
    byId('waiting-heading').textContent = heading;
    if (byId('waiting-text').textContent !== text) {
      byId('waiting-text').textContent = text; // A screen reader announces each change.
    }
    show(byId('waiting-spinner'), spinner);
    show(byId('waiting-progress'), false);
    show(byId('retry'), retry);
    show(byId('again'), canReprocess);
    show(byId('stop-preparing'), canCancel);
    show(byId('fetch-original'), canDownload);
    show(byId('back'), back);
  }

  /** @param {'locked' | 'waiting' | 'playing'} state */
  #setState(state) {
    this.#stage.dataset.state = state;
    show(byId('player-overlay'), state !== 'playing');
    show(this.#unlock, state === 'locked');
    show(this.#waiting, state === 'waiting');
    // Nothing that the overlay covers may take the focus.
    byId('player').inert = state !== 'playing';
  }
}
