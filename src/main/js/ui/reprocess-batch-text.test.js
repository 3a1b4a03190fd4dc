import assert from 'node:assert/strict';
import { test } from 'node:test';
import { questionText, resultText } from './reprocess-batch-text.js';

const result = (started, otherKey, busy, gone = 0, sourceMissing = 0) => ({
  started: Array(started),
  otherKey: Array(otherKey),
  busy: Array(busy),
  gone: Array(gone),
  sourceMissing: Array(sourceMissing),
});

test('the result counts what came of the videos', () => {
  assert.equal(
    resultText(result(9, 2, 1), 0),
    '9 are being prepared again. 2 have another key. 1 is being prepared already.',
  );
  assert.equal(
    resultText(result(1, 1, 2, 1, 1), 1),
    '1 is being prepared again. 1 has another key. 2 are being prepared already. ' +
      "1 was deleted meanwhile. 1 can't be prepared: its uploaded file isn't in the storage any more. 1 was not tried.",
  );
  assert.match(resultText(result(0, 0, 0, 2, 3), 4), /^2 were .* 3 can't .* their .* 4 were not tried\.$/);
});

test('the question names the number of videos', () => {
  assert.match(questionText(1), /^1 video is prepared/);
  assert.match(questionText(12), /^12 videos are prepared/);
});
