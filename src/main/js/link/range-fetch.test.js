import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RangeFetch, checkedReceiver } from './range-fetch.js';

const bytes = (count) => new Uint8Array(count);

/** A server that accepts the request and answers nothing until the request is aborted. */
const silentFetch = (url, { signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

describe('a request for a range', () => {
  test('that stalls fails with a temporary error', async () => {
    const requests = new RangeFetch({ fetch: silentFetch, stallMs: 20 });
    const { signal } = new AbortController();
    await assert.rejects(requests.get('http://x/', {}, signal, async () => {}), {
      code: 'connection_lost',
      temporary: true,
    });
  });

  test('goes on for as long as the receiver resets the watchdog', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const requests = new RangeFetch({ fetch: async () => new Response('x'), stallMs: 60 });
    const { signal } = new AbortController();
    await requests.get('http://x/', {}, signal, async (response, watchdog) => {
      for (let i = 0; i < 10; i++) {
        t.mock.timers.tick(50);
        watchdog.reset();
      }
      assert.equal(watchdog.signal.aborted, false);
      t.mock.timers.tick(60);
      assert.equal(watchdog.signal.aborted, true);
    });
  });

  test('is aborted when the link is closed', async () => {
    const requests = new RangeFetch({ fetch: silentFetch });
    const { signal } = new AbortController();
    const reading = requests.get('http://x/', {}, signal, async () => {});
    requests.close();
    await assert.rejects(reading, { code: 'aborted' });
  });
});

describe('the bytes of a range', () => {
  test('are refused when they are more than requested', () => {
    const receiver = checkedReceiver(3, () => {});
    receiver.accept(bytes(2));
    assert.throws(() => receiver.accept(bytes(2)), { code: 'unreadable_answer' });
  });

  test('are incomplete until the last has arrived', () => {
    const receiver = checkedReceiver(3, () => {});
    receiver.accept(bytes(2));
    assert.equal(receiver.isComplete, false);
    assert.throws(() => receiver.finish(), { code: 'connection_lost' });
    receiver.accept(bytes(1));
    assert.equal(receiver.isComplete, true);
    receiver.finish();
  });
});
