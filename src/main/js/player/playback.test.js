import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Code, PlayerError } from './player-error.js';
import { explain } from './playback.js';

const CODES = {
  BAD_HTTP_STATUS: 1001,
  HTTP_ERROR: 1002,
  TIMEOUT: 1003,
  LOAD_INTERRUPTED: 7000,
  OPERATION_ABORTED: 7001,
};

test('the reason that the link found reaches the viewer', () => {
  const ended = new PlayerError('session_ended');
  assert.equal(explain({ code: 1002, data: ['uri', ended] }, CODES), ended);
  assert.equal(explain(ended, CODES), ended);
});

test('a refused manifest is told in the server’s words', () => {
  const body = JSON.stringify({ code: 'session_ended', detail: 'It has ended.' });
  const error = explain({ code: 1001, data: ['uri', 404, body] }, CODES);
  assert.equal(error.code, 'session_ended');
  assert.equal(error.message, 'It has ended.');
});

test('a server that is away is told apart from a video that can’t be played', () => {
  assert.equal(explain({ code: 1002, data: [] }, CODES).code, Code.CONNECTION_LOST);
  assert.equal(explain({ code: 3016, data: [] }, CODES).code, Code.PLAYBACK_FAILED);
  assert.equal(explain(new TypeError('x'), CODES).code, Code.PLAYBACK_FAILED);
});

test('what was stopped on purpose is no trouble', () => {
  assert.equal(explain({ code: 7000, data: [] }, CODES).code, Code.ABORTED);
  assert.equal(explain({ code: 7001, data: [] }, CODES).code, Code.ABORTED);
});
