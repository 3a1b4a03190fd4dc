import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';
import { PlayerOverlay } from './player-overlay.js';

let window;

afterEach(() => window?.close());

describe('the overlay', () => {
  let overlay;
  let keys;

  beforeEach(() => {
    window = openPage('watch');
    keys = [];
    overlay = new PlayerOverlay({ onKey: (key) => keys.push(key), onRetry: () => keys.push('retry') });
  });

  test('passes on the key that was typed, and clears it when the video plays', () => {
    overlay.showKeyForm('Enter the key to watch', 'Watch');
    byId('key').value = 'a long key';
    submit();
    overlay.showOpening();
    assert.deepEqual(keys, ['a long key']);
    assert.equal(byId('open').disabled, true);
    overlay.hide();
    assert.equal(byId('key').value, '');
    assert.equal(byId('player-overlay').hidden, true);
    assert.equal(byId('player').inert, false);
  });

  test('asks for a key where none was typed', () => {
    overlay.showKeyForm('Enter the key to watch', 'Watch');
    submit();
    assert.deepEqual(keys, []);
    assert.match(byId('key-problem').textContent, /Enter the key/);
    assert.equal(byId('key').getAttribute('aria-invalid'), 'true');
  });

  test('says beside the field that a key is wrong, and takes another', () => {
    overlay.showOpening();
    overlay.showKeyError("It doesn't open this video.");
    assert.equal(byId('key-problem').textContent, "It doesn't open this video.");
    assert.equal(byId('open').disabled, false);
    assert.equal(byId('player').inert, true);
  });

  test('takes no key for as long as the server says', () => {
    overlay.showKeyError('Too many attempts.', 30);
    assert.equal(byId('open').disabled, true);
    assert.equal(byId('open-words').textContent, 'Wait 30 s');
    overlay.showKeyForm('Enter the key to watch', 'Watch'); // This ends the countdown.
  });

  test('shows the progress of a video that is not ready', () => {
    overlay.showProcessing(40, 'processing');
    assert.equal(byId('waiting-heading').textContent, 'Preparing · 40 %');
    assert.equal(byId('waiting-progress').value, 40);
    assert.equal(byId('unlock').hidden, true);
  });

  test('changes what the key form says, and nothing that was typed', () => {
    assert.equal(overlay.isKeyFormShown, false);
    overlay.showKeyForm('Enter the key to watch', 'Watch', 'The first 3:20 can be watched.');
    assert.equal(overlay.isKeyFormShown, true);
    byId('key').value = 'half a k';
    overlay.setKeyReason('The first 3:30 can be watched.');
    assert.equal(byId('unlock-reason').textContent, 'The first 3:30 can be watched.');
    assert.equal(byId('key').value, 'half a k');
    overlay.hide();
    assert.deepEqual([overlay.isKeyFormShown, overlay.isHidden], [false, true]);
  });

  test('says that a part is missing, unless the connection is', async () => {
    const toast = byId('toast');
    overlay.showMissingPart('Waiting for the next part.');
    assert.deepEqual([toast.hidden, toast.textContent], [false, 'Waiting for the next part.']);
    overlay.showConnection(true);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    assert.match(toast.textContent, /^Reconnecting/);
    overlay.showConnection(false);
    assert.equal(toast.textContent, 'Waiting for the next part.');
    overlay.showMissingPart('');
    assert.equal(toast.hidden, true);
  });

  test('offers to try again what may succeed, and only that', () => {
    overlay.showError("The server can't be reached.");
    assert.equal(byId('retry').hidden, false);
    byId('retry').click();
    assert.deepEqual(keys, ['retry']);
    overlay.showUnplayable("This video can't be played", 'It is empty.');
    assert.equal(byId('retry').hidden, true);
    assert.equal(byId('waiting-text').textContent, 'It is empty.');
  });

  test('offers to process a video again that has failed', () => {
    overlay = new PlayerOverlay({ onKey() {}, onRetry() {}, onReprocess: () => keys.push('again') });
    overlay.showUnplayable("This video can't be played", 'It broke off.', { canReprocess: true, recommended: true });
    assert.equal(byId('again').hidden, false);
    assert.ok(byId('again').classList.contains('button-primary'));
    byId('again').click();
    assert.deepEqual(keys, ['again']);
    overlay.showUnplayable("This video can't be played", 'It is no video.', { canReprocess: true });
    assert.ok(!byId('again').classList.contains('button-primary'));
    overlay.showUnplayable("This video can't be played", 'It broke off.');
    assert.equal(byId('again').hidden, true);
  });

  test('says that it retries by itself, and lets the viewer retry at once', () => {
    overlay.showRetrying("The server can't be reached.");
    assert.match(byId('waiting-text').textContent, /goes on by itself/);
    byId('retry').click();
    assert.deepEqual(keys, ['retry']);
  });

  test('says why the key is asked for once more', () => {
    overlay.showKeyForm('Enter the key again', 'Go on', 'The stream has ended.');
    assert.equal(byId('unlock-reason').textContent, 'The stream has ended.');
    overlay.showKeyForm('Enter the key to watch', 'Watch');
    assert.equal(byId('unlock-reason').textContent, '');
  });

  test('reports a lost connection, later its reason, and nothing once it is back', (t) => {
    let time = 0;
    t.mock.method(performance, 'now', () => time);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const lost = new PlayerError('connection_lost');
    overlay.showConnection(true, lost);
    t.mock.timers.tick(2_000);
    assert.match(byId('toast').textContent, /^Reconnecting/);
    overlay.showConnection(true, lost);
    assert.match(byId('toast').textContent, /^Reconnecting/);
    time = 30_000;
    overlay.showConnection(true, lost);
    assert.match(byId('toast').textContent, /can't be reached. The video goes on by itself/);
    assert.equal(byId('toast').hidden, false);
    overlay.showConnection(false);
    assert.equal(byId('toast').hidden, true);
  });

  test('does not report a short interruption', () => {
    overlay.showConnection(true);
    overlay.showConnection(false);
    assert.equal(byId('toast').hidden, true);
  });

  function submit() {
    byId('unlock').dispatchEvent(new window.Event('submit', { cancelable: true }));
  }
});
