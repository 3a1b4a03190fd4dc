import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { toPlayerError } from './playback.js';

const CODES = {
  BAD_HTTP_STATUS: 1001,
  HTTP_ERROR: 1002,
  TIMEOUT: 1003,
  LOAD_INTERRUPTED: 7000,
  OPERATION_ABORTED: 7001,
};

test('the error of the link reaches the viewer', () => {
  const ended = new PlayerError('session_ended');
  assert.equal(toPlayerError({ code: 1002, data: ['uri', ended] }, CODES), ended);
  assert.equal(toPlayerError(ended, CODES), ended);
});

test('a refused manifest gives the server’s message', () => {
  const body = JSON.stringify({ code: 'session_ended', detail: 'It has ended.' });
  const error = toPlayerError({ code: 1001, data: ['uri', 404, body] }, CODES);
  assert.equal(error.code, 'session_ended');
  assert.equal(error.message, 'It has ended.');
});

test('a manifest that a proxy refuses names the proxy, by its page or by its header alone', () => {
  // Shaka's data are the URL, the status, the text and the headers in lower case.
  const byHeader = { code: 1001, data: ['uri', 502, '<html/>', { server: 'nginx/1.22.1' }] };
  assert.match(toPlayerError(byHeader, CODES).message, /\(nginx\) can't reach Sealcast/);
  assert.equal(toPlayerError(byHeader, CODES).code, ErrorCode.CONNECTION_LOST);
  const byPage = { code: 1001, data: ['uri', 504, '<hr><center>nginx</center>', {}] };
  assert.match(toPlayerError(byPage, CODES).message, /\(nginx\) waited too long/);
  const bare = { code: 1001, data: ['uri', 502, null] };
  assert.match(toPlayerError(bare, CODES).message, /^A server in front of Sealcast can't reach/);
});

test('an unreachable server is distinguished from a video that can’t be played', () => {
  assert.equal(toPlayerError({ code: 1002, data: [] }, CODES).code, ErrorCode.CONNECTION_LOST);
  assert.equal(toPlayerError({ code: 3016, data: [] }, CODES).code, ErrorCode.PLAYBACK_FAILED);
  assert.equal(toPlayerError(new TypeError('x'), CODES).code, ErrorCode.PLAYBACK_FAILED);
});

test('an interrupted load is an abort', () => {
  assert.equal(toPlayerError({ code: 7000, data: [] }, CODES).code, ErrorCode.ABORTED);
  assert.equal(toPlayerError({ code: 7001, data: [] }, CODES).code, ErrorCode.ABORTED);
});
