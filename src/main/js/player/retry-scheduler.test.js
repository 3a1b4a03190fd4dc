import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Backoff } from '../link/backoff.js';
import { RetryScheduler } from './retry-scheduler.js';

describe('what is tried again', () => {
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

  test('is done when the line seems to be back', async () => {
    let done = 0;
    const tried = retries.schedule(() => done++);
    wake();
    await tried;
    assert.equal(done, 1);
  });

  test('is done by itself after a pause', async () => {
    const soon = new RetryScheduler({ backoff: new Backoff({ firstMs: 1 }) });
    let done = 0;
    await soon.schedule(() => done++);
    assert.equal(done, 1);
  });

  test('is one thing at a time', async () => {
    const done = [];
    const first = retries.schedule(() => done.push('first'));
    const second = retries.schedule(() => done.push('second'));
    wake();
    await Promise.all([first, second]);
    assert.deepEqual(done, ['second']);
  });

  test('is not done once somebody else does it', async () => {
    const done = [];
    const tried = retries.schedule(() => done.push('late'));
    retries.stop();
    await tried;
    assert.deepEqual(done, []);
  });
});
