import { countDown } from '../ui/countdown.js';
import { byId, show, setFieldError } from '../ui/dom.js';

/** The toast about the connection comes when a viewer begins to wonder, not for each hiccup. */
const TOAST_AFTER_MS = 1_500;

/** After this it is told what is wrong, as far as that is known. */
const REASON_AFTER_MS = 20_000;

/** What lies over the video: the key form, what is being waited for, what went wrong. */
export class Stage {
  #stage = byId('stage');
  #unlock = byId('unlock');
  #key = byId('key');
  #waiting = byId('waiting');
  #toastTimer = 0;
  #endPause = () => {};
  #waitingSince = 0;

  /** @param {{onKey: (key: string) => void, onRetry: () => void, onAgain?: () => void}} hooks */
  constructor({ onKey, onRetry, onAgain = () => {} }) {
    this.#unlock.addEventListener('submit', (event) => {
      event.preventDefault();
      const key = this.#key.value;
      if (key) {
        onKey(key);
      } else {
        this.refuseKey('Enter the key that the video was uploaded with.');
      }
    });
    byId('retry').addEventListener('click', onRetry);
    byId('again').addEventListener('click', onAgain);
  }

  askForKey(heading, button, reason = '') {
    this.#set('locked');
    byId('unlock-heading').textContent = heading;
    byId('unlock-reason').textContent = reason;
    byId('open-words').textContent = button;
    this.#busy(false);
    setFieldError(this.#key, '');
    this.#key.focus({ preventScroll: true });
  }

  /** The key is being tried. */
  openWith() {
    setFieldError(this.#key, '');
    this.#busy(true);
    byId('open-words').textContent = 'Opening…';
  }

  /** The key was wrong; after too many, for some seconds none is taken. */
  refuseKey(words, pauseSeconds = 0) {
    this.#set('locked');
    byId('open-words').textContent = 'Watch';
    setFieldError(this.#key, words);
    this.#busy(false);
    if (pauseSeconds > 0) {
      this.#countDown(pauseSeconds);
    }
    this.#key.focus({ preventScroll: true });
    this.#key.select();
  }

  #countDown(seconds) {
    this.#endPause();
    this.#endPause = countDown(seconds, (left) => {
      byId('open').disabled = left > 0;
      byId('open-words').textContent = left > 0 ? `Wait ${left} s` : 'Watch';
      if (left === 0) {
        setFieldError(this.#key, '');
      }
    });
  }

  #busy(busy) {
    this.#endPause();
    byId('open').disabled = busy;
    this.#key.readOnly = busy;
  }

  /** Something takes a moment. */
  wait(heading) {
    this.#message(heading, '', { spinner: true });
  }

  /** The video isn't ready yet. */
  prepare(progress, status) {
    const waiting = status === 'uploaded';
    this.#message(
      waiting ? 'Waiting to be prepared' : `Preparing · ${progress} %`,
      'You can leave this page; it goes on by itself.',
      { spinner: waiting, back: true },
    );
    const bar = byId('waiting-progress');
    show(bar, !waiting);
    bar.value = progress;
  }

  /**
   * It can't be played as it is; its owner may have it processed again, and should where the server
   * and not the file is to blame.
   *
   * @param {{again?: boolean, advised?: boolean}} [options]
   */
  refuse(heading, text, { again = false, advised = false } = {}) {
    byId('again').classList.toggle('button-primary', advised);
    this.#message(heading, text, { again, back: true });
  }

  /** It may play when it is tried again. */
  fail(text) {
    this.#message('Playback stopped', text, { retry: true, back: true });
    byId('retry').focus({ preventScroll: true });
  }

  /** The same, and it is tried again without being asked. */
  failForNow(text) {
    const told = this.#stage.dataset.state === 'waiting' && !byId('retry').hidden;
    this.#message('Waiting for the server', `${text} This page goes on by itself.`, {
      retry: true,
      back: true,
    });
    if (!told) {
      byId('retry').focus({ preventScroll: true });
    }
  }

  /** The player-overlay rises; the key has done its work and is forgotten. */
  play() {
    this.#key.value = '';
    this.#set('playing');
  }

  /**
   * Says that the connection is being mended, when that takes long enough to notice.
   *
   * @param {boolean} waiting
   * @param {import('../errors/player-error.js').PlayerError} [error] what the last attempt met
   */
  tellConnection(waiting, error) {
    if (!waiting) {
      clearTimeout(this.#toastTimer);
      this.#toastTimer = 0;
      this.#toast('');
    } else if (!this.#toastTimer) {
      this.#waitingSince = performance.now();
      this.#toastTimer = setTimeout(
        () => this.#toast('Reconnecting… the video goes on by itself.'),
        TOAST_AFTER_MS,
      );
    } else if (error && performance.now() - this.#waitingSince > REASON_AFTER_MS) {
      this.#toast(`${error.message} The video goes on by itself.`);
    }
  }

  #toast(words) {
    const toast = byId('toast');
    if (toast.textContent !== words) {
      toast.textContent = words; // a screen reader hears of it once
    }
    show(toast, Boolean(words));
  }

  #message(heading, text, { spinner = false, retry = false, again = false, back = false }) {
    this.#set('waiting');
    byId('waiting-heading').textContent = heading;
    byId('waiting-text').textContent = text;
    show(byId('waiting-spinner'), spinner);
    show(byId('waiting-progress'), false);
    show(byId('retry'), retry);
    show(byId('again'), again);
    show(byId('back'), back);
  }

  #set(state) {
    this.#stage.dataset.state = state;
    show(byId('player-overlay'), state !== 'playing');
    show(this.#unlock, state === 'locked');
    show(this.#waiting, state === 'waiting');
    // Behind the player-overlay nothing takes the focus.
    byId('player').inert = state !== 'playing';
  }
}
