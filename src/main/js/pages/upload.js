import { uploadVideo } from '../api/upload-transfer.js';
import { PlayerError } from '../errors/player-error.js';
import { byId, show, setFieldError } from '../ui/dom.js';
import { formatBytes, formatTimeLeft } from '../ui/format.js';
import { generateKey } from '../ui/key-generator.js';
import { MIN_KEY_LENGTH, keyLength, keyStrength } from '../ui/key-strength.js';
import { reveal, revealSecrets } from '../ui/secret-field.js';
import { redirectToSignIn } from '../ui/sign-in.js';
import { titleOf } from '../ui/title.js';

/** Screen readers hear of the progress at each tenth, not at each per cent. */
const SAID_STEP = 10;

const form = byId('upload');
const drop = byId('drop');
const fileInput = byId('file');
const titleInput = byId('title');
const keyInput = byId('key');

let file = null;
let leave = null;
let done = false;

function choose(chosen) {
  if (!chosen) {
    return;
  }
  file = chosen;
  const name = document.createElement('strong');
  name.textContent = file.name;
  byId('drop-words').replaceChildren(name);
  byId('drop-hint').textContent = `${formatBytes(file.size)} · click or drop to choose another`;
  drop.classList.add('has-file');
  byId('start').textContent = 'Encrypt and upload';
  titleInput.placeholder = titleOf(file.name);
  setFieldError(fileInput, file.size === 0 ? 'This file is empty. Choose another one.' : '');
}

function rateKey() {
  const key = keyInput.value;
  const { level, label } = keyStrength(key);
  document.querySelector('.strength').dataset.level = key ? level : '';
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

/** Whether all is there; else the words are beside the fields and the first of them has the focus. */
function isComplete() {
  const problems = [
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
  problems.forEach(([input, words]) => setFieldError(input, words));
  problems.find(([, words]) => words)?.[0].focus();
  return problems.every(([, words]) => !words);
}

async function start() {
  if (leave || done) {
    return; // a double click, or Enter held down: once is enough
  }
  show(byId('trouble'), false);
  if (!isComplete()) {
    return;
  }
  leave = new AbortController();
  show(byId('transfer'));
  form.classList.add('is-sending');
  // What an earlier attempt has left there.
  byId('transfer-bar').value = 0;
  byId('transfer-percent').textContent = '0 %';
  byId('transfer-done').textContent = '';
  byId('transfer-left').textContent = '';
  byId('transfer-name').textContent = titleInput.value.trim() || titleOf(file.name);
  // Not on the button: whoever presses Enter twice must not cancel with the second.
  byId('transfer-heading').focus();
  try {
    await uploadVideo(
      { file, title: titleInput.value.trim(), encryptionKey: keyInput.value },
      tellProgress,
      leave.signal,
    );
    leave = null;
    done = true;
    location.assign('/');
  } catch (thrown) {
    tellTrouble(PlayerError.from(thrown));
  }
}

let said = 0;
function tellProgress({ sent, total, bytesPerSecond, secondsLeft }) {
  const percent = total ? Math.floor((sent / total) * 100) : 0;
  byId('transfer-bar').value = percent;
  document.title = `${percent} % · Upload · Sealcast`;
  byId('transfer-percent').textContent = `${percent} %`;
  const speed = bytesPerSecond ? ` · ${formatBytes(bytesPerSecond)}/s` : '';
  byId('transfer-done').textContent = `${formatBytes(sent)} of ${formatBytes(total)}${speed}`;
  // All is sent, and the server seals the last of it.
  byId('transfer-left').textContent = sent >= total ? 'sealing…' : formatTimeLeft(secondsLeft);
  if (percent >= said + SAID_STEP || percent < said) {
    said = percent - (percent % SAID_STEP);
    byId('transfer-said').textContent = `${said} per cent`;
  }
}

function tellTrouble(error) {
  leave = null;
  show(byId('transfer'), false);
  form.classList.remove('is-sending');
  document.title = 'Upload · Sealcast';
  if (redirectToSignIn(error)) {
    return;
  }
  setFieldError(fileInput, error.fieldMessage('file'));
  setFieldError(titleInput, error.fieldMessage('title'));
  setFieldError(keyInput, error.fieldMessage('encryption_key'));
  const marked = form.querySelector('[aria-invalid="true"]');
  const stopped = error.code === 'aborted';
  byId('trouble-text').textContent = error.message;
  show(byId('trouble'), stopped || !marked);
  // Nothing of the form is lost: the same button sends it as it stands.
  byId('start').textContent = marked ? 'Encrypt and upload' : 'Upload again';
  (marked ?? byId('start')).focus();
}

fileInput.addEventListener('change', () => choose(fileInput.files[0]));
keyInput.addEventListener('input', rateKey);
byId('generate').addEventListener('click', () => {
  keyInput.value = generateKey();
  reveal(document.querySelector('[data-reveals="key"]'), keyInput, true);
  rateKey();
});
byId('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(keyInput.value);
    byId('copied').textContent = 'Copied. Keep it somewhere safe.';
  } catch {
    reveal(document.querySelector('[data-reveals="key"]'), keyInput, true);
    keyInput.select();
    byId('copied').textContent = 'Copy it from the field.';
  }
});
byId('cancel').addEventListener('click', () => leave?.abort());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  start();
});

// Anywhere on the page: a file that misses the box must not replace the page.
addEventListener('dragover', (event) => {
  event.preventDefault();
  drop.classList.add('is-over');
});
addEventListener('dragleave', ({ relatedTarget }) => {
  if (!relatedTarget) {
    drop.classList.remove('is-over');
  }
});
addEventListener('drop', (event) => {
  event.preventDefault();
  drop.classList.remove('is-over');
  if (!leave) {
    choose(event.dataTransfer.files[0]);
  }
});
addEventListener('beforeunload', (event) => {
  if (leave) {
    event.preventDefault();
  }
});
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

revealSecrets();
if (fileInput.files[0]) {
  choose(fileInput.files[0]); // the browser kept it over a reload
}
rateKey();
