import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCode } from '../errors/player-error.js';
import { explainFailure, needsNativeHls } from './native-hls.js';

const SESSION = { manifest_url: '/m.m3u8', media_url: '/media/180p.mp4' };
const CAUSE = new Error('MEDIA_ERR_SRC_NOT_SUPPORTED');

/** Explains a failure while the server gives these answers, and returns the requests too. */
async function explain(answers, signal = new AbortController().signal) {
  const asked = [];
  const error = await explainFailure(SESSION, CAUSE, signal, async (url, { headers }) => {
    asked.push(`${url} ${headers.Range ?? ''}`.trim());
    const answer = answers.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  });
  return { error, asked };
}

test('only a browser without any MediaSource plays HLS itself', () => {
  assert.equal(needsNativeHls({}), true);
  assert.equal(needsNativeHls({ MediaSource: class {} }), false);
  assert.equal(needsNativeHls({ ManagedMediaSource: class {} }), false);
});

test('an ended session is told as such', async () => {
  const body = JSON.stringify({ code: 'session_ended', detail: 'The stream has ended.' });
  const { error, asked } = await explain([new Response(body, { status: 404 })]);
  assert.equal(error.code, 'session_ended');
  assert.equal(error.message, 'The stream has ended.');
  assert.deepEqual(asked, ['/m.m3u8']);
});

test('a refusal of the media is found behind a manifest that is served', async () => {
  const body = JSON.stringify({ code: 'object_unavailable', detail: 'The storage is away.' });
  const answers = [new Response('#EXTM3U'), new Response(body, { status: 503 })];
  const { error, asked } = await explain(answers);
  assert.equal(error.code, 'object_unavailable');
  assert.equal(error.temporary, true);
  assert.deepEqual(asked, ['/m.m3u8', '/media/180p.mp4 bytes=0-0']);
});

test('an unreachable server is temporary', async () => {
  const { error } = await explain([new TypeError('fetch failed')]);
  assert.equal(error.code, ErrorCode.CONNECTION_LOST);
  assert.equal(error.temporary, true);
});

test('a video that the server serves can’t be played by this browser', async () => {
  const { error } = await explain([new Response('#EXTM3U'), new Response('x', { status: 206 })]);
  assert.equal(error.code, ErrorCode.PLAYBACK_FAILED);
  assert.equal(error.cause, CAUSE);
});

test('a video that was left meanwhile has no error to show', async () => {
  const { error } = await explain([new DOMException('aborted', 'AbortError')]);
  assert.equal(error.code, ErrorCode.ABORTED);
});
