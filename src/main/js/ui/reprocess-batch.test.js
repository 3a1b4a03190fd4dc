import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { ReprocessBatch } from './reprocess-batch.js';

const VIDEOS = [1, 2, 3, 4, 5].map((id) => ({ file_id: id }));
const ids = (videos) => videos.map((video) => video.file_id);

/** @param {Record<number, PlayerError[]>} refusals by the id of the video, one for each request */
function batchOf(refusals, { videos = VIDEOS, state = async (id) => ({ file_id: id }), onSent = () => {} } = {}) {
  const seen = { sent: [], progress: [], tried: [], waits: [], atOnce: 0, mostAtOnce: 0 };
  const api = {
    async reprocess(id, key) {
      seen.sent.push([id, key]);
      seen.mostAtOnce = Math.max(seen.mostAtOnce, ++seen.atOnce);
      onSent(id);
      await new Promise((resolve) => setTimeout(resolve));
      seen.atOnce--;
      const refusal = refusals[id]?.shift();
      if (refusal) {
        throw refusal;
      }
      return { file_id: id, reprocessing_progress: 0 };
    },
    video: state,
  };
  const batch = new ReprocessBatch(api, videos, {
    onProgress: (tried, total) => seen.progress.push(`${tried} of ${total}`),
    onTried: (video, outcome, updated) => seen.tried.push([video.file_id, outcome, updated]),
    wait: async (seconds) => void seen.waits.push(seconds),
  });
  return { batch, seen };
}

const refusal = (code, more) => new PlayerError(code, '', more);

test('one key is tried for one video after the other', async () => {
  const { batch, seen } = batchOf({
    2: [refusal('invalid_encryption_key')],
    3: [refusal('video_busy')],
    4: [refusal('not_found')],
    5: [refusal('source_missing')],
  });
  await batch.run('a long key', new AbortController().signal);
  assert.deepEqual(seen.sent, [1, 2, 3, 4, 5].map((id) => [id, 'a long key']));
  assert.equal(seen.mostAtOnce, 1);
  assert.equal(seen.progress.at(-1), '4 of 5');
  assert.deepEqual(Object.values(batch.result).map(ids), [[1], [2], [3], [4], [5]]);
  assert.deepEqual(Object.keys(batch.result), ['started', 'otherKey', 'busy', 'gone', 'sourceMissing']);
  assert.deepEqual(seen.tried[0], [1, 'started', { file_id: 1, reprocessing_progress: 0 }]);
  assert.deepEqual(seen.tried[1], [2, 'otherKey', null]);
  assert.deepEqual(seen.tried[2], [3, 'busy', { file_id: 3 }]);
  assert.deepEqual(batch.left, []);
});

test('a busy video counts though its state can’t be had', async () => {
  const state = () => Promise.reject(refusal('connection_lost'));
  const { batch, seen } = batchOf({ 1: [refusal('video_busy')] }, { videos: VIDEOS.slice(0, 1), state });
  await batch.run('a long key', new AbortController().signal);
  assert.deepEqual(seen.tried, [[1, 'busy', null]]);
});

test('too many attempts are waited for, and the same video is tried again', async () => {
  const { batch, seen } = batchOf({ 2: [refusal('too_many_requests', { retryAfterSeconds: 30 })] });
  await batch.run('a long key', new AbortController().signal);
  assert.deepEqual(seen.waits, [30]);
  assert.deepEqual(ids(seen.sent.map(([id]) => ({ file_id: id }))), [1, 2, 2, 3, 4, 5]);
  assert.equal(batch.result.started.length, 5);
});

for (const code of ['connection_lost', 'overloaded', 'internal_error', 'too_many_requests']) {
  test(`${code} interrupts, and the next call goes on with the others first`, async () => {
    const { batch, seen } = batchOf({ 2: [refusal(code)] });
    const { signal } = new AbortController();
    await assert.rejects(batch.run('a long key', signal), { code });
    assert.deepEqual(ids(batch.left), [3, 4, 5, 2]);
    await batch.run('a long key', signal);
    assert.deepEqual(ids(batch.result.started), [1, 3, 4, 5, 2]);
    assert.equal(seen.sent.length, 6);
  });
}

test('stopping lets the request in progress end and sends no further one', async () => {
  const stopping = new AbortController();
  const { batch, seen } = batchOf({}, { onSent: (id) => id === 2 && stopping.abort() });
  await batch.run('a long key', stopping.signal);
  assert.equal(seen.sent.length, 2);
  assert.deepEqual(ids(batch.result.started), [1, 2]);
  assert.deepEqual(ids(batch.left), [3, 4, 5]);
});
