import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { createProgressMeter, uploadVideo } from './upload-transfer.js';

/** A fake XMLHttpRequest, whose answers the test gives. */
class Request {
  upload = {};
  status = 0;
  responseText = '';
  headers = {};

  open(method, url) {
    Object.assign(this, { method, url });
  }

  setRequestHeader() {}

  getResponseHeader(name) {
    return this.headers[name] ?? null;
  }

  send(form) {
    this.form = form;
    Request.last = this;
  }

  abort() {
    this.onabort();
  }

  answer(status, body, headers = {}) {
    const responseText = typeof body === 'string' ? body : JSON.stringify(body);
    Object.assign(this, { status, headers, responseText });
    this.onload();
  }
}

const file = new File(['film'], 'a "b" ü.mp4');
let leave;

function start(upload = {}, onProgress = () => {}, options = {}) {
  return uploadVideo({ file, title: 'A', encryptionKey: 'a long key', ...upload }, onProgress, leave.signal, {
    XMLHttpRequest: Request,
    ...options,
  });
}

beforeEach(() => {
  leave = new AbortController();
  Request.last = null;
});

test('the key goes before the file, so that the server encrypts what arrives', async () => {
  const uploading = start();
  assert.deepEqual([...Request.last.form.keys()], ['title', 'encryption_key', 'file']);
  assert.equal(Request.last.form.get('file').name, 'a "b" ü.mp4');
  Request.last.answer(201, { file_id: 7 });
  assert.deepEqual(await uploading, { file_id: 7 });
});

test('without a title there is none, and the server takes the file’s name', async () => {
  const uploading = start({ title: '' });
  assert.deepEqual([...Request.last.form.keys()], ['encryption_key', 'file']);
  Request.last.answer(201, { file_id: 7 });
  await uploading;
});

test('a refusal names its fields', async () => {
  const uploading = start();
  const errors = [{ field: 'encryption_key', message: 'At least 8 characters.' }];
  Request.last.answer(422, { code: 'validation_failed', detail: 'No.', errors });
  const error = await uploading.catch((e) => e);
  assert.equal(error.code, 'validation_failed');
  assert.equal(error.fieldMessage('encryption_key'), 'At least 8 characters.');
});

test('a connection that breaks gives a message', async () => {
  const uploading = start();
  Request.last.onerror();
  await assert.rejects(uploading, { code: 'connection_lost', message: /nothing of the video was kept/ });
});

test('a proxy that finds the upload too large is named with its setting', async () => {
  const uploading = start();
  Request.last.answer(413, '<html>413 Request Entity Too Large</html>', { Server: 'nginx/1.22.1' });
  await assert.rejects(uploading, {
    code: 'request_too_large',
    message: /\(nginx\) refuses uploads of this size.*client_max_body_size/,
  });
});

test('a connection that breaks off early may be a proxy’s limit, late it is not', async () => {
  const early = start();
  Request.last.upload.onprogress({ loaded: 2_000_000, total: 50_000_000 });
  Request.last.onerror();
  await assert.rejects(early, { code: 'connection_lost', message: /broke off.*client_max_body_size/ });
  const late = start();
  Request.last.upload.onprogress({ loaded: 40_000_000, total: 50_000_000 });
  Request.last.onerror();
  await assert.rejects(late, { message: /kept\. Try again\.$/ });
});

test('a timeout of a proxy after the last byte refers to the library', async () => {
  const uploading = start();
  Request.last.upload.onprogress({ loaded: 4, total: 4 });
  Request.last.answer(504, '<html><center>nginx</center></html>');
  await assert.rejects(uploading, { code: 'connection_lost', message: /\(nginx\) waited.*library first/ });
});

test('a connection that stalls counts as broken', async () => {
  const uploading = start({}, () => {}, { stallMs: 20 });
  Request.last.upload.onprogress({ loaded: 1, total: 4 });
  await assert.rejects(uploading, { code: 'connection_lost', message: /broke off/ });
});

test('the time limit doesn’t apply after the last byte', async () => {
  const uploading = start({}, () => {}, { stallMs: 20 });
  Request.last.upload.onprogress({ loaded: 4, total: 4 });
  await new Promise((resolve) => setTimeout(resolve, 60));
  Request.last.answer(201, { file_id: 7 });
  assert.equal((await uploading).file_id, 7);
});

test('what breaks off or is cancelled after the last byte may have been kept', async () => {
  const breaking = start();
  Request.last.upload.onprogress({ loaded: 4, total: 4 });
  Request.last.onerror();
  await assert.rejects(breaking, { message: /Look into the library/ });
  const cancelling = start();
  Request.last.upload.onprogress({ loaded: 4, total: 4 });
  leave.abort();
  await assert.rejects(cancelling, { code: 'aborted', message: /library shows/ });
});

test('cancelling stops it', async () => {
  const uploading = start();
  leave.abort();
  await assert.rejects(uploading, { code: 'aborted' });
});

test('what is cancelled before it begins sends nothing', async () => {
  leave.abort();
  await assert.rejects(start(), { code: 'aborted' });
  assert.equal(Request.last, null);
});

describe('the progress meter', () => {
  test('reports the speed and the time left', () => {
    let time = 0;
    const meter = createProgressMeter(() => time);
    assert.equal(meter(0, 1000).secondsLeft, Infinity);
    time = 1000;
    assert.deepEqual(meter(100, 1000), {
      sent: 100,
      total: 1000,
      bytesPerSecond: 100,
      secondsLeft: 9,
    });
  });

  test('smooths a jump of the speed', () => {
    let time = 0;
    const meter = createProgressMeter(() => time);
    time = 1000;
    meter(100, 10_000);
    time = 2000;
    assert.equal(meter(1100, 10_000).bytesPerSecond, 100 * 0.7 + 1000 * 0.3);
  });

  test('does not divide by a very short time', () => {
    let time = 0;
    const meter = createProgressMeter(() => time);
    time = 1;
    assert.equal(meter(5000, 10_000).bytesPerSecond, 0);
  });
});
