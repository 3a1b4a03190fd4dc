import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyFormText } from './key-form-text.js';

const EARLY = { status: 'processing', playable: true, progress: 20, prepared_seconds: 200 };

test('the form asks for the key of a video, and says where it would start', () => {
  assert.deepEqual(keyFormText(null, 0, false), {
    heading: 'Enter the key to watch',
    button: 'Watch',
    reason: '',
  });
  assert.equal(keyFormText(null, 90, false).heading, 'Enter the key to go on at 1:30');
  assert.match(keyFormText(EARLY, 90, false).reason, /^It is still being prepared \(20 %\)/);
});

test('the form asks for the key again when the stream has ended', () => {
  const { heading, button, reason } = keyFormText(EARLY, 90, true);
  assert.deepEqual([heading, button], ['Enter the key again to go on at 1:30', 'Go on']);
  assert.match(reason, /^The stream has ended\. It is still being prepared/);
  assert.equal(keyFormText(EARLY, 0, true).heading, 'Enter the key again');
});
