import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { EarlyPlayback } from './early-playback.js';

const EARLY = {
  status: 'processing',
  access: 'owner',
  progress: 20,
  playable: true,
  prepared_seconds: 200,
  duration_seconds: 1022,
};
const TOO_EARLY = { ...EARLY, progress: 0, playable: false, prepared_seconds: null };

describe('a video that is watched while it is being prepared', () => {
  let shown;
  let calls;
  let early;

  beforeEach(() => {
    shown = null;
    calls = [];
    early = new EarlyPlayback(
      {
        showProcessing: (progress, status, canCancel, text = '') => {
          shown = { progress, canCancel, text };
        },
      },
      {
        position: () => ({ at: 150, paused: true }),
        onStop: () => calls.push('stop'),
        onStart: ({ at, paused }) => calls.push(`start ${at} ${paused}`),
      },
    );
  });

  test('is waited for until its first part is there', () => {
    assert.equal(early.update(TOO_EARLY, false), true);
    assert.deepEqual(shown, { progress: 0, canCancel: true, text: '' });
    assert.equal(early.update(EARLY, false), false);
    assert.deepEqual(calls, []);
  });

  test('plays on while it grows, and when it is processed', () => {
    assert.equal(early.update(EARLY, true), false);
    assert.equal(early.update({ ...EARLY, prepared_seconds: 199.8 }, true), false);
    assert.equal(early.update({ ...EARLY, prepared_seconds: 260 }, true), false);
    assert.equal(early.update({ ...EARLY, status: 'processed', prepared_seconds: 1022 }, true), false);
    assert.deepEqual([shown, calls], [null, []]);
  });

  test('is stopped when preparing starts anew, and goes on once its position is prepared', () => {
    early.update(EARLY, true);
    assert.equal(early.update(TOO_EARLY, true), true);
    assert.deepEqual([calls, early.isWaiting], [['stop'], true]);
    assert.match(shown.text, /has started anew/);
    assert.equal(shown.canCancel, true);

    assert.equal(early.update({ ...EARLY, prepared_seconds: 152 }, true), true);
    assert.equal(shown.canCancel, false);
    assert.equal(early.update({ ...EARLY, prepared_seconds: 153 }, true), false);
    assert.deepEqual([calls, early.isWaiting], [['stop', 'start 150 true'], false]);
  });

  test('is stopped too when the page learns of the new start by a shorter video', () => {
    early.update(EARLY, true);
    assert.equal(early.update({ ...EARLY, prepared_seconds: 8 }, true), true);
    assert.deepEqual(calls, ['stop']);
  });

  test('goes on when it is processed, even at its end', () => {
    early.update(EARLY, true);
    early.update(TOO_EARLY, true);
    early.update({ ...EARLY, status: 'processed', duration_seconds: 151 }, true);
    assert.deepEqual(calls, ['stop', 'start 150 true']);
  });

  test('does not go on once it was stopped for good', () => {
    early.update(EARLY, true);
    early.update(TOO_EARLY, true);
    early.stop();
    early.update(EARLY, false);
    assert.deepEqual(calls, ['stop']);
  });
});
