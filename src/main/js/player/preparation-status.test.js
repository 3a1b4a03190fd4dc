import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';
import { PreparationStatus } from './preparation-status.js';

const EARLY = {
  status: 'processing',
  progress: 40,
  access: 'owner',
  playable: true,
  prepared_seconds: 200,
  duration_seconds: 1022,
};

describe('the line about a video that is being prepared', () => {
  let window;
  let status;
  let cancelled;
  let reprocessed;

  beforeEach(() => {
    window = openPage('watch');
    cancelled = 0;
    reprocessed = 0;
    status = new PreparationStatus({
      onCancel: () => cancelled++,
      onReprocess: () => reprocessed++,
    });
  });

  afterEach(() => window.close());

  const words = () => byId('preparing-words').textContent;
  const announced = () => byId('preparing-said').textContent;

  test('shows how much can be watched, and is announced only now and then', () => {
    status.update(EARLY);
    const first = words();
    assert.equal(first, 'Still being prepared: 3:20 of 17:02 can be watched');
    assert.equal(announced(), first);
    status.update({ ...EARLY, progress: 45, prepared_seconds: 230 });
    assert.match(words(), /3:50/);
    assert.equal(announced(), first);
    status.update({ ...EARLY, progress: 50, prepared_seconds: 260 });
    assert.equal(announced(), words());
  });

  test('disappears when the whole video can be watched', () => {
    status.update(EARLY);
    status.update({ ...EARLY, status: 'processed' });
    assert.equal(byId('preparing-fact').hidden, true);
    assert.equal(announced(), 'The whole video can be watched now');
  });

  test('says nothing about a video that was complete from the first', () => {
    status.update({ ...EARLY, status: 'processed' });
    assert.equal(byId('preparing-fact').hidden, true);
    assert.equal(announced(), '');
  });

  test('lets the owner stop the preparation, and nobody else', () => {
    const stop = byId('stop-preparing-now');
    status.update(EARLY);
    assert.equal(stop.hidden, false);
    stop.click();
    assert.equal(cancelled, 1);
    for (const other of [{ access: 'viewer' }, { status: 'processed' }, { playable: false }]) {
      status.update({ ...EARLY, ...other });
      assert.equal(stop.hidden, true);
    }
  });

  test('lets the owner have a complete video prepared again, and says how far that is', () => {
    const again = byId('prepare-again');
    const complete = { ...EARLY, status: 'processed', progress: 100, reprocessing_progress: null };
    status.update(complete);
    assert.equal(again.hidden, false);
    again.click();
    assert.equal(reprocessed, 1);
    status.update({ ...complete, reprocessing_progress: 34 });
    assert.equal(again.hidden, true);
    assert.equal(byId('stop-preparing-now').hidden, false);
    assert.equal(words(), 'Being prepared again: 34 %. It plays as before meanwhile.');
    assert.equal(announced(), words());
    status.update(complete);
    assert.equal(byId('preparing-fact').hidden, true);
    assert.equal(announced(), 'Preparing this video again has ended');
    status.update({ ...complete, access: 'viewer' });
    assert.equal(again.hidden, true);
  });

  test('says and announces that no more is prepared', () => {
    const failed = { ...EARLY, status: 'failed', playable: false, failure: { message: 'It is cut.' } };
    status.update(EARLY);
    status.update(failed);
    status.showStopped(failed);
    assert.equal(byId('preparing-fact').hidden, false);
    assert.match(words(), /It is cut\. What has been loaded plays on/);
    assert.equal(announced(), words());
  });
});
