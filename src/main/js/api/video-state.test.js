import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBePreparedAgain, isPlayableEarly, isUnfinished } from './video-state.js';

/** @param {string} status @param {boolean} playable */
const video = (status, playable) =>
  /** @type {import('./json.js').Video} */ ({ status, playable });

test('a video is unfinished until it is processed or has failed', () => {
  const states = ['uploaded', 'processing', 'processed', 'failed'];
  assert.deepEqual(states.map((status) => isUnfinished(video(status, false))), [true, true, false, false]);
});

test('only a video in work with a first part can be played early', () => {
  assert.equal(isPlayableEarly(video('processing', true)), true);
  assert.equal(isPlayableEarly(video('processing', false)), false);
  assert.equal(isPlayableEarly(video('processed', true)), false);
});

test('the owner may have a video prepared again that nothing works on', () => {
  const of = (status, more) => canBePreparedAgain({ ...video(status, true), access: 'owner', ...more });
  assert.deepEqual(['uploaded', 'processing', 'processed', 'failed'].map((status) => of(status)), [
    false,
    false,
    true,
    true,
  ]);
  assert.equal(of('processed', { reprocessing_progress: 0 }), false);
  assert.equal(of('processed', { access: 'viewer' }), false);
});
