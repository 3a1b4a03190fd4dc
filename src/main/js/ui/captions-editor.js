import { PlayerError } from '../errors/player-error.js';
import { byId, find, fromTemplate, show } from './dom.js';
import { formatBytes } from './format.js';
import { listLanguages, preferredLanguage } from './languages.js';
import { redirectToSignIn } from './sign-in.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Captions, StreamSession, Video} from '../api/json.js'
 */

/** The server takes no larger file. */
const MAX_BYTES = 2 * 1024 * 1024;

/** The section in which the owner of a video adds, replaces and removes its captions. */
export class CaptionsEditor {
  #api;
  #onChanged;
  #section = byId('captions', 'details');
  #form = byId('captions-form', 'form');
  #language = byId('captions-language', 'select');
  #file = byId('captions-file', 'input');
  #add = byId('captions-add', 'button');
  /** @type {Captions[]} */
  #captions = [];
  /** @type {StreamSession | null} */
  #session = null;

  /**
   * @param {Pick<Api, 'putCaptions' | 'removeCaptions'>} api
   * @param {(language: string | null) => Promise<void>} onChanged called after a change, with the
   *     language that was added, or null
   */
  constructor(api, onChanged) {
    this.#api = api;
    this.#onChanged = onChanged;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#put();
    });
    this.#language.addEventListener('change', () => this.#labelButton());
    this.#file.addEventListener('change', () => this.#showProblem(''));
  }

  /**
   * Shows the captions of a video, to its owner while a stream session is open, since its key is
   * needed to encrypt.
   *
   * @param {Video | null} video
   * @param {StreamSession | null} session
   */
  update(video, session) {
    this.#session = video?.access === 'owner' ? session : null;
    this.#captions = video?.captions ?? [];
    show(this.#section, this.#session !== null);
    byId('captions-list').replaceChildren(...this.#captions.map((item) => this.#row(item)));
    show(byId('captions-none'), this.#captions.length === 0);
    this.#fillLanguages();
    this.#labelButton();
  }

  #fillLanguages() {
    const chosen = this.#language.value || preferredLanguage(navigator.languages ?? []);
    const options = listLanguages(this.#captions.map(({ language }) => language)).map(
      ({ tag, name }) => {
        const option = document.createElement('option');
        option.value = tag;
        option.textContent = name;
        return option;
      },
    );
    this.#language.replaceChildren(...options);
    this.#language.value = chosen;
  }

  #labelButton() {
    const replaces = this.#captions.some(({ language }) => language === this.#language.value);
    this.#add.textContent = replaces ? 'Replace captions' : 'Add captions';
  }

  /** @param {Captions} captions */
  #row(captions) {
    const row = fromTemplate('caption');
    const remove = find(row, '.caption-remove', 'button');
    const confirm = find(row, '.caption-confirm');
    const keep = find(row, '.caption-keep', 'button');
    find(row, '.caption-name').textContent = captions.label;
    find(row, '.caption-tag').textContent = captions.language;
    remove.setAttribute('aria-label', `Remove ${captions.label}`);
    /** @param {boolean} asking */
    const ask = (asking) => {
      show(remove, !asking);
      show(confirm, asking);
      (asking ? keep : remove).focus();
    };
    remove.addEventListener('click', () => ask(true));
    keep.addEventListener('click', () => ask(false));
    find(row, '.caption-really', 'button').addEventListener('click', () => this.#remove(captions));
    return row;
  }

  async #put() {
    const session = this.#session;
    const file = this.#file.files?.[0];
    if (!session) {
      return;
    }
    if (!file) {
      this.#showProblem('Choose a file in WebVTT (.vtt) or SubRip (.srt).');
      this.#file.focus();
      return;
    }
    if (file.size > MAX_BYTES) {
      this.#showProblem(
        `The file has ${formatBytes(file.size)}; captions may have ${formatBytes(MAX_BYTES)}.`,
      );
      return;
    }
    const language = this.#language.value;
    const done = await this.#change(
      () => this.#api.putCaptions(session.file_id, language, file, session.request_id),
      language,
    );
    if (done) {
      this.#file.value = '';
      byId('captions-status').textContent = 'The captions are there.';
    }
  }

  /** @param {Captions} captions */
  async #remove({ language, label }) {
    const session = this.#session;
    const done =
      session &&
      (await this.#change(() => this.#api.removeCaptions(session.file_id, language), null));
    if (done) {
      byId('captions-status').textContent = `${label} was removed.`;
      this.#language.focus();
    }
  }

  /**
   * Sends a change and shows why it failed.
   *
   * @param {() => Promise<void>} send
   * @param {string | null} language the language that is added, or null
   * @returns {Promise<boolean>} whether it succeeded
   */
  async #change(send, language) {
    this.#showProblem('');
    this.#setBusy(true);
    try {
      await send();
      await this.#onChanged(language);
      return true;
    } catch (thrown) {
      const error = PlayerError.from(thrown);
      if (!redirectToSignIn(error)) {
        this.#showProblem(error.message);
      }
      return false;
    } finally {
      this.#setBusy(false);
    }
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    for (const button of this.#section.querySelectorAll('button')) {
      button.disabled = busy;
    }
  }

  /** @param {string} message */
  #showProblem(message) {
    byId('captions-problem').textContent = message;
    byId('captions-status').textContent = '';
  }
}
