import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onWake, waitOrWake } from './wake.js';

const forEver = 3_600_000;

function page() {
  return {
    window: new EventTarget(),
    document: Object.assign(new EventTarget(), { visibilityState: 'hidden' }),
  };
}

describe('what wakes a page up', () => {
  test('is a network that is there again, a thaw, and a tab that is looked at', () => {
    const { window, document } = page();
    let woken = 0;
    onWake(() => woken++, { window, document });
    window.dispatchEvent(new Event('online'));
    document.dispatchEvent(new Event('resume'));
    assert.equal(woken, 2);
    document.dispatchEvent(new Event('visibilitychange'));
    assert.equal(woken, 2, 'the tab was left');
    document.visibilityState = 'visible';
    document.dispatchEvent(new Event('visibilitychange'));
    assert.equal(woken, 3);
  });

  test('is listened to no longer than wanted', () => {
    const { window, document } = page();
    let woken = 0;
    onWake(() => woken++, { window, document })();
    window.dispatchEvent(new Event('online'));
    assert.equal(woken, 0);
  });

  test('is nothing where there is no page', () => onWake(() => {}, {})());
});

describe('a wait', () => {
  const never = () => () => {};

  test('ends after its time', () => waitOrWake(5, new AbortController().signal, never));

  test('ends when the page wakes up, and listens no more', async () => {
    let listener;
    let forgotten = false;
    const wait = waitOrWake(forEver, new AbortController().signal, (given) => {
      listener = given;
      return () => (forgotten = true);
    });
    listener();
    await wait;
    assert.ok(forgotten);
  });

  test('is stopped by its signal, also by one that was given before', async () => {
    const leave = new AbortController();
    const wait = waitOrWake(forEver, leave.signal, never);
    leave.abort(new Error('left'));
    await assert.rejects(wait, /left/);
    await assert.rejects(waitOrWake(forEver, leave.signal, never), /left/);
  });
});
