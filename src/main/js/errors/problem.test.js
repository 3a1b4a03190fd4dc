import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCode, PlayerError } from './player-error.js';
import { parseProblem, readProblem } from './problem.js';

test('a problem gives code, message, fields and the time to wait', async () => {
  const body = JSON.stringify({
    code: 'validation_failed',
    detail: 'Look at the fields.',
    errors: [{ field: 'encryption_key', message: 'At least 8 characters.' }],
  });
  const error = await readProblem(
    new Response(body, { status: 422, headers: { 'Retry-After': '7' } }),
  );
  assert.equal(error.code, 'validation_failed');
  assert.equal(error.message, 'Look at the fields.');
  assert.equal(error.fieldMessage('encryption_key'), 'At least 8 characters.');
  assert.equal(error.fieldMessage('title'), '');
  assert.equal(error.retryAfterSeconds, 7);
});

test('an answer that is no problem document is read by its status', () => {
  assert.equal(parseProblem(502, '<html>bad gateway</html>', null).code, ErrorCode.CONNECTION_LOST);
  assert.equal(parseProblem(401, '', null).code, ErrorCode.NOT_AUTHENTICATED);
  assert.equal(parseProblem(500, '[]', 'soon').retryAfterSeconds, 0);
});

test('a proxy that refuses a request is named, and the refusal is final', async () => {
  const html = '<html><hr><center>nginx/1.22.1</center></html>';
  const error = await readProblem(new Response(html, { status: 413, headers: { Server: 'nginx' } }));
  assert.equal(error.code, 'request_too_large');
  assert.match(error.message, /\(nginx\).*client_max_body_size/);
  assert.equal(error.temporary, false);
  const away = parseProblem(502, html, null);
  assert.match(away.message, /\(nginx\) can't reach Sealcast/);
  assert.equal(away.temporary, true);
});

test('a proxy that can’t reach its server gives a temporary error', () => {
  for (const status of [502, 503, 504, 520, 521, 522, 523, 524]) {
    const error = parseProblem(status, '<html></html>', null);
    assert.equal(error.code, ErrorCode.CONNECTION_LOST, status);
    assert.equal(error.temporary, true, status);
    assert.match(error.message, /^A server in front of Sealcast/, status);
  }
});

test('a refusal of Sealcast with such a status keeps its message', () => {
  const body = JSON.stringify({ code: 'upload_too_large', detail: 'The video is too large.' });
  const error = parseProblem(413, body, null, 'nginx/1.22.1');
  assert.equal(error.code, 'upload_too_large');
  assert.equal(error.message, 'The video is too large.');
});

test('a 404 without a code comes from a server that starts or stops', () => {
  assert.equal(parseProblem(404, 'Context Root Not Found', null).code, ErrorCode.CONNECTION_LOST);
  assert.equal(parseProblem(404, 'null', null).temporary, true);
  assert.equal(parseProblem(404, '{"code":"session_ended"}', null).code, 'session_ended');
});

test('whatever is thrown becomes one kind of error', () => {
  const known = new PlayerError('session_ended');
  assert.equal(PlayerError.from(known), known);
  assert.equal(PlayerError.from(new TypeError('fetch failed')).code, ErrorCode.CONNECTION_LOST);
  assert.equal(PlayerError.from(new DOMException('', 'AbortError')).code, ErrorCode.ABORTED);
});

test('every error has a message, whatever its code', () => {
  for (const code of [...Object.values(ErrorCode), 'never_heard_of']) {
    assert.ok(new PlayerError(code).message.length > 10, code);
  }
});

test('overload is temporary, a decision of the server is not', () => {
  assert.ok(new PlayerError('stream_timeout').temporary);
  assert.ok(!new PlayerError('invalid_encryption_key').temporary);
  assert.ok(!new PlayerError('integrity_failed').temporary);
});
