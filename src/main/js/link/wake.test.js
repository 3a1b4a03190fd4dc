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

describe('the wake events of a page', () => {
  test('are a network that is back, a resumed tab and a visible tab', () => {
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

  test('have no listener after its removal', () => {
    const { window, document } = page();
    let woken = 0;
    onWake(() => woken++, { window, document })();
    window.dispatchEvent(new Event('online'));
    assert.equal(woken, 0);
  });

  test('don’t exist without a page', () => onWake(() => {}, {})());
});

describe('a wait', () => {
  const never = () => () => {};

  test('ends after its time', () => waitOrWake(5, new AbortController().signal, never));

  test('ends with a wake event, and removes its listener', async () => {
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

  test('is aborted by its signal, also by one that was aborted before', async () => {
    const leave = new AbortController();
    const wait = waitOrWake(forEver, leave.signal, never);
    leave.abort(new Error('left'));
    await assert.rejects(wait, /left/);
    await assert.rejects(waitOrWake(forEver, leave.signal, never), /left/);
  });
});
