import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureText } from './failure-text.js';

const failed = (code) => ({ status: 'failed', failure: { code, message: `It is ${code}.` } });

test('a file that can’t be prepared fails again', () => {
  assert.deepEqual(failureText(failed('damaged')), {
    heading: "This video can't be played",
    reason: 'It is damaged.',
    recommended: false,
  });
  assert.equal(failureText({ status: 'failed' }).reason, 'It could not be prepared.');
});

test('what the server interrupted or the owner stopped can be processed again', () => {
  assert.equal(failureText(failed('processing_interrupted')).recommended, true);
  const stopped = failureText(failed('processing_cancelled'));
  assert.deepEqual([stopped.heading, stopped.recommended], ['Not prepared yet', true]);
});
