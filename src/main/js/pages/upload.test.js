import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';

/** A fake XMLHttpRequest, whose answers the test gives. */
class Request {
  static all = [];
  upload = {};
  status = 0;
  open() {}
  setRequestHeader() {}
  getResponseHeader() {
    return null;
  }
  send() {
    Request.all.push(this);
  }
  abort() {
    this.onabort();
  }
}

const went = [];
let window;

before(async () => {
  window = openPage('upload');
  Object.assign(globalThis, {
    addEventListener: window.addEventListener.bind(window),
    location: { assign: (to) => went.push(to) },
    XMLHttpRequest: Request,
  });
  await import('./upload.js');
});

after(() => window.close());

beforeEach(() => {
  Request.all.length = 0;
});

function submit() {
  byId('upload').dispatchEvent(new window.Event('submit', { cancelable: true }));
}

function choose(file) {
  const drop = new window.Event('drop', { cancelable: true });
  drop.dataTransfer = { files: [file] };
  window.dispatchEvent(drop);
}

function leaving() {
  const event = new window.Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
}

test('says what is missing before anything is sent', () => {
  submit();
  assert.match(byId('file-problem').textContent, /Choose a video/);
  assert.match(byId('key-problem').textContent, /key is needed/);
  choose(new File([], 'empty.mp4'));
  submit();
  assert.match(byId('file-problem').textContent, /empty/);
  assert.equal(Request.all.length, 0);
});

test('sends once, however often it is submitted, and asks before the page is left', async () => {
  choose(new File(['film'], 'film.mp4'));
  byId('key').value = 'a long key';
  assert.equal(leaving(), false);
  submit();
  submit();
  assert.equal(Request.all.length, 1);
  assert.equal(byId('transfer').hidden, false);
  assert.equal(document.activeElement.id, 'transfer-heading', 'Enter again must not cancel');
  assert.equal(leaving(), true);

  byId('cancel').click();
  await settled();
  assert.match(byId('trouble-text').textContent, /nothing of it was kept/);
  assert.equal(byId('transfer').hidden, true);
  assert.equal(leaving(), false);
});

test('says that the connection broke, and the same button tries again', async () => {
  submit();
  Request.all[0].onerror();
  await settled();
  assert.match(byId('trouble-text').textContent, /connection broke off/);
  submit();
  const [, second] = Request.all;
  Object.assign(second, { status: 201, responseText: '{"file_id":7}' });
  second.onload();
  await settled();
  assert.deepEqual(went, ['/']);
  submit();
  assert.equal(Request.all.length, 2, 'done is done');
});

function settled() {
  return new Promise(setImmediate);
}
