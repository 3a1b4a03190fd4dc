import { withBasePath } from '../api/base-path.js';
import { uploadVideo } from '../api/upload-transfer.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { byId, find, setFieldError, show } from '../ui/dom.js';
import { formatBytes, formatTimeLeft } from '../ui/format.js';
import { generateKey } from '../ui/key-generator.js';
import { MIN_KEY_LENGTH, keyLength, keyStrength } from '../ui/key-strength.js';
import { reveal, revealSecrets } from '../ui/secret-field.js';
import { redirectToSignIn } from '../ui/sign-in.js';
import { titleOf } from '../ui/title.js';

/**
 * @import {Progress} from '../api/upload-transfer.js'
 *
 * @typedef {[HTMLInputElement, string]} FieldError a field and its message, empty for none
 */

/** The progress is announced to screen readers in steps of so many per cent. */
const ANNOUNCE_STEP = 10;

const form = byId('upload', 'form');
const dropArea = byId('drop');
const fileInput = byId('file', 'input');
const titleInput = byId('title', 'input');
const keyInput = byId('key', 'input');
const startButton = byId('start', 'button');

/** @type {File | null} */
let file = null;
/**
 * Cancels the upload in progress; null while there is none.
 *
 * @type {AbortController | null}
 */
let transfer = null;
let done = false;

/** @param {File | undefined} chosen */
function selectFile(chosen) {
  if (!chosen) {
    return;
  }
  file = chosen;
  const name = document.createElement('strong');
  name.textContent = file.name;
  byId('drop-words').replaceChildren(name);
  byId('drop-hint').textContent = `${formatBytes(file.size)} · click or drop to choose another`;
  dropArea.classList.add('has-file');
  startButton.textContent = 'Encrypt and upload';
  titleInput.placeholder = titleOf(file.name);
  setFieldError(fileInput, file.size === 0 ? 'This file is empty. Choose another one.' : '');
}

function showKeyStrength() {
  const key = keyInput.value;
  const { level, label } = keyStrength(key);
  find(document, '.strength').dataset.level = key ? String(level) : '';
  const missing = MIN_KEY_LENGTH - keyLength(key);
  byId('key-strength').textContent = !key
    ? ''
    : missing > 0
      ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
      : label;
  setFieldError(keyInput, '');
  show(byId('copy'), Boolean(key));
  byId('copied').textContent = '';
}

/** Shows what is missing beside each field, and moves the focus to the first such field. */
function validate() {
  /** @type {FieldError[]} */
  const errors = [
    [fileInput, !file ? 'Choose a video first.' : file.size === 0 ? 'This file is empty. Choose another one.' : ''],
    [
      keyInput,
      !keyInput.value
        ? 'A key is needed: it seals the video.'
        : keyLength(keyInput.value) < MIN_KEY_LENGTH
          ? `A key has at least ${MIN_KEY_LENGTH} characters.`
          : '',
    ],
  ];
  errors.forEach(([input, message]) => setFieldError(input, message));
  errors.find(([, message]) => message)?.[0].focus();
  return errors.every(([, message]) => !message);
}

async function start() {
  if (transfer || done) {
    return; // The button was clicked twice, or Enter was held down.
  }
  show(byId('trouble'), false);
  if (!validate() || !file) {
    return;
  }
  transfer = new AbortController();
  show(byId('transfer'));
  form.classList.add('is-sending');
  // An earlier attempt may have left its progress there.
  byId('transfer-bar', 'progress').value = 0;
  byId('transfer-percent').textContent = '0 %';
  byId('transfer-done').textContent = '';
  byId('transfer-left').textContent = '';
  byId('transfer-name').textContent = titleInput.value.trim() || titleOf(file.name);
  // The cancel button doesn't take the focus, since a second Enter would press it.
  byId('transfer-heading').focus();
  try {
    await uploadVideo(
      { file, title: titleInput.value.trim(), encryptionKey: keyInput.value },
      showProgress,
      transfer.signal,
    );
    transfer = null;
    done = true;
    location.assign(withBasePath('/'));
  } catch (thrown) {
    handleError(PlayerError.from(thrown));
  }
}

let lastAnnounced = 0;

/** @param {Progress} progress */
function showProgress({ sent, total, bytesPerSecond, secondsLeft }) {
  const percent = total ? Math.floor((sent / total) * 100) : 0;
  byId('transfer-bar', 'progress').value = percent;
  document.title = `${percent} % · Upload · Sealcast`;
  byId('transfer-percent').textContent = `${percent} %`;
  const speed = bytesPerSecond ? ` · ${formatBytes(bytesPerSecond)}/s` : '';
  byId('transfer-done').textContent = `${formatBytes(sent)} of ${formatBytes(total)}${speed}`;
  // After the last byte the server still encrypts the end of the file.
  byId('transfer-left').textContent = sent >= total ? 'sealing…' : formatTimeLeft(secondsLeft);
  if (percent >= lastAnnounced + ANNOUNCE_STEP || percent < lastAnnounced) {
    lastAnnounced = percent - (percent % ANNOUNCE_STEP);
    byId('transfer-said').textContent = `${lastAnnounced} per cent`;
  }
}

/** @param {PlayerError} error */
function handleError(error) {
  transfer = null;
  show(byId('transfer'), false);
  form.classList.remove('is-sending');
  document.title = 'Upload · Sealcast';
  if (redirectToSignIn(error)) {
    return;
  }
  setFieldError(fileInput, error.fieldMessage('file'));
  setFieldError(titleInput, error.fieldMessage('title'));
  setFieldError(keyInput, error.fieldMessage('encryption_key'));
  /** @type {HTMLElement | null} */
  const invalid = form.querySelector('[aria-invalid="true"]');
  const cancelled = error.code === ErrorCode.ABORTED;
  byId('trouble-text').textContent = error.message;
  show(byId('trouble'), cancelled || !invalid);
  // The form keeps its values, so that the same button sends it again.
  startButton.textContent = invalid ? 'Encrypt and upload' : 'Upload again';
  (invalid ?? startButton).focus();
}

fileInput.addEventListener('change', () => selectFile(fileInput.files?.[0]));
keyInput.addEventListener('input', showKeyStrength);
byId('generate').addEventListener('click', () => {
  keyInput.value = generateKey();
  reveal(find(document, '[data-reveals="key"]'), keyInput, true);
  showKeyStrength();
});
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(keyInput.value);
    byId('copied').textContent = 'Copied. Keep it somewhere safe.';
  } catch {
    reveal(find(document, '[data-reveals="key"]'), keyInput, true);
    keyInput.select();
    byId('copied').textContent = 'Copy it from the field.';
  }
});
byId('cancel').addEventListener('click', () => transfer?.abort());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});

// The whole page accepts a file: the browser would open a file that was dropped beside the box.
addEventListener('dragover', (event) => {
  event.preventDefault();
  dropArea.classList.add('is-over');
});
addEventListener('dragleave', ({ relatedTarget }) => {
  if (!relatedTarget) {
    dropArea.classList.remove('is-over');
  }
});
addEventListener('drop', (event) => {
  event.preventDefault();
  dropArea.classList.remove('is-over');
  if (!transfer) {
    selectFile(event.dataTransfer?.files[0]);
  }
});
addEventListener('beforeunload', (event) => {
  if (transfer) {
    event.preventDefault();
  }
});
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

revealSecrets();
selectFile(fileInput.files?.[0]); // The browser may have kept the file during a reload.
showKeyStrength();
