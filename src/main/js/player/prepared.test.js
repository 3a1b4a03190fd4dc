import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growingOf, preparedSeconds } from './prepared.js';

const EARLY = { status: 'processing', playable: true, prepared_seconds: 200, duration_seconds: 1022 };

test('a video that is being prepared grows to its planned duration', () => {
  assert.equal(preparedSeconds(EARLY), 200);
  assert.deepEqual(growingOf(EARLY), { prepared: 200, duration: 1022 });
});

test('other videos do not grow', () => {
  for (const more of [{ status: 'processed' }, { status: 'failed' }, { playable: false }]) {
    assert.equal(preparedSeconds({ ...EARLY, ...more }), 0);
    assert.equal(growingOf({ ...EARLY, ...more }), null);
  }
});
