import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Backoff } from '../link/backoff.js';
import { RetryScheduler } from './retry-scheduler.js';

describe('a scheduled retry', () => {
  let wake;
  let retries;

  beforeEach(() => {
    retries = new RetryScheduler({
      backoff: new Backoff({ firstMs: 60_000, earlyMaxMs: 60_000, maxMs: 60_000 }),
      wake: (listener) => {
        wake = listener;
        return () => {};
      },
    });
  });

  test('runs when the network seems to be back', async () => {
    let done = 0;
    const tried = retries.schedule(() => done++);
    wake();
    await tried;
    assert.equal(done, 1);
  });

  test('runs by itself after a pause', async () => {
    const soon = new RetryScheduler({ backoff: new Backoff({ firstMs: 1 }) });
    let done = 0;
    await soon.schedule(() => done++);
    assert.equal(done, 1);
  });

  test('replaces the one before', async () => {
    const done = [];
    const first = retries.schedule(() => done.push('first'));
    const second = retries.schedule(() => done.push('second'));
    wake();
    await Promise.all([first, second]);
    assert.deepEqual(done, ['second']);
  });

  test('does not run once it was stopped', async () => {
    const done = [];
    const tried = retries.schedule(() => done.push('late'));
    retries.stop();
    await tried;
    assert.deepEqual(done, []);
  });
});
