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

describe('a large file', () => {
  const large = new File([new Uint8Array(1_500_000)], 'large.mp4');
  /** @type {{url: string, length: number}[]} */
  let checks;
  let answer;

  const fetch = async (url, { body, signal }) => {
    checks.push({ url, length: body.size });
    const { status, code } = await answer(signal);
    return { status, text: async () => JSON.stringify({ code, detail: `Words for ${code}.` }) };
  };

  beforeEach(() => (checks = []));

  test('is given up as soon as its beginning is known to be no video', async () => {
    answer = async () => ({ status: 422, code: 'not_a_video' });
    const uploading = start({ file: large }, undefined, { fetch });
    await assert.rejects(uploading, { code: 'not_a_video' });
    assert.deepEqual(checks, [{ url: '/api/videos/check', length: 1024 * 1024 }]);
  });

  for (const [what, result] of Object.entries({
    'is fine': async () => ({ status: 204 }),
    'was refused for another reason': async () => ({ status: 429, code: 'too_many_requests' }),
    'could not be sent': async () => {
      throw new TypeError('failed to fetch');
    },
  })) {
    test(`is uploaded when its beginning ${what}`, async () => {
      answer = result;
      const uploading = start({ file: large }, undefined, { fetch });
      await new Promise((resolve) => setTimeout(resolve));
      Request.last.answer(201, { file_id: 7 });
      assert.deepEqual(await uploading, { file_id: 7 });
    });
  }

  test('needs no check any more when it was uploaded', async () => {
    let late;
    answer = (signal) => new Promise((resolve) => (late = { signal, resolve }));
    const uploading = start({ file: large }, undefined, { fetch });
    Request.last.answer(201, { file_id: 7 });
    assert.deepEqual(await uploading, { file_id: 7 });
    assert.equal(late.signal.aborted, true);
  });

  test('is the only one that is checked', async () => {
    const uploading = start({}, undefined, { fetch });
    Request.last.answer(201, { file_id: 7 });
    await uploading;
    assert.deepEqual(checks, []);
  });
});
