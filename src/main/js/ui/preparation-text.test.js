import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlyText, preparedText, stoppedText } from './preparation-text.js';

const EARLY = {
  status: 'processing',
  progress: 40,
  playable: true,
  prepared_seconds: 200,
  duration_seconds: 1022,
};

test('the line names what can be watched, and the whole where that is known', () => {
  assert.equal(preparedText(EARLY), 'Still being prepared: 3:20 of 17:02 can be watched');
  assert.equal(
    preparedText({ ...EARLY, duration_seconds: null }),
    'Still being prepared: the first 3:20 can be watched',
  );
});

test('the key form says what can be watched, and that a position is waited for', () => {
  assert.equal(
    earlyText(EARLY, 0),
    'It is still being prepared (40 %). You can watch the first 3:20 already.',
  );
  assert.equal(
    earlyText(EARLY, 720),
    "12:00 isn't prepared yet, and the video waits for it. " +
      'You can go back: the first 3:20 can be watched already.',
  );
});

test('the key form says nothing about a video that is complete or not playable', () => {
  assert.equal(earlyText({ ...EARLY, status: 'processed' }, 0), '');
  assert.equal(earlyText({ ...EARLY, playable: false }, 0), '');
  assert.equal(earlyText({ ...EARLY, playable: undefined }, 0), '');
});

test('a failure is told with its reason, a stopped preparation as what it is', () => {
  const failed = { ...EARLY, status: 'failed' };
  const words = (failure) => stoppedText({ ...failed, failure });
  assert.equal(
    words({ code: 'damaged', message: 'The file is damaged.' }),
    "This video can't be prepared any further. The file is damaged. What has been loaded plays on.",
  );
  assert.equal(
    words({ code: 'processing_cancelled', message: 'You stopped it.' }),
    'Preparing this video was stopped. What has been loaded plays on.',
  );
});
