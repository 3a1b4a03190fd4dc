import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { BufferingStatus } from './buffering-status.js';

const EARLY = { status: 'processing', playable: true, prepared_seconds: 200, duration_seconds: 1022 };
const FAILED = { status: 'failed', playable: false, prepared_seconds: null };

describe('what the viewer waits for', () => {
  let element;
  let overlay;
  let shown;
  let ended;
  let status;

  beforeEach(() => {
    element = { currentTime: 0 };
    overlay = {
      isHidden: true,
      showMissingPart: (text) => {
        shown = text;
      },
    };
    ended = [];
    status = new BufferingStatus(element, overlay, (video) => ended.push(video));
  });

  function stopAt(second, video = EARLY) {
    status.update(video);
    element.currentTime = second;
    status.setBuffering(true);
  }

  test('is a slow network while there is enough of the video', () => {
    stopAt(20);
    assert.equal(shown, '');
  });

  test('is the next part at the prepared end, until the picture moves again', () => {
    stopAt(199);
    assert.equal(shown, 'Waiting for the next part. The video goes on by itself.');
    status.update({ ...EARLY, prepared_seconds: 230 });
    assert.equal(shown, 'Waiting for the next part. The video goes on by itself.');
    status.setBuffering(false);
    assert.equal(shown, '');
  });

  test('is a part that is not prepared yet beyond it', () => {
    stopAt(600);
    assert.equal(shown, "This part isn't prepared yet. The video goes on by itself once it is.");
    status.stop();
    assert.equal(shown, '');
  });

  test('is not said of a complete video, nor on a video that is covered', () => {
    stopAt(600, { ...EARLY, status: 'processed' });
    assert.equal(shown, '');
    overlay.isHidden = false;
    stopAt(600);
    assert.equal(shown, '');
    overlay.isHidden = true;
    status.refresh();
    assert.match(shown, /^This part/);
  });

  test('never comes when preparing has failed: the video ends', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    stopAt(199, FAILED);
    t.mock.timers.tick(2_999);
    status.setBuffering(false); // what was loaded plays on
    t.mock.timers.tick(5_000);
    assert.deepEqual(ended, []);
    status.setBuffering(true);
    t.mock.timers.tick(3_000);
    assert.deepEqual(ended, [FAILED]);
  });

  test('never comes when preparing fails while the viewer waits', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    stopAt(199);
    t.mock.timers.tick(5_000);
    assert.deepEqual(ended, []);
    status.update(FAILED);
    t.mock.timers.tick(3_000);
    assert.deepEqual(ended, [FAILED]);
  });
});
