import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Backoff } from './backoff.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

describe('the pauses between attempts', () => {
  test('are doubled, up to two seconds while the server may only be starting', () => {
    const backoff = new Backoff();
    for (const most of [100, 200, 400, 800, 1_600, 2_000, 2_000]) {
      const pause = backoff.next(10 * SECOND);
      assert.ok(pause <= most && pause >= 0.75 * most, `${pause} of ${most}`);
    }
  });

  test('grow with the outage, and never beyond half a minute', () => {
    const backoff = new Backoff();
    const late = (outageMs) => {
      let pause = 0;
      for (let i = 0; i < 20; i++) {
        pause = Math.max(pause, backoff.next(outageMs));
      }
      return pause;
    };
    assert.ok(late(60 * SECOND) <= 2 * SECOND);
    const afterFiveMinutes = late(300 * SECOND);
    assert.ok(afterFiveMinutes > 2 * SECOND && afterFiveMinutes <= 10 * SECOND);
    assert.ok(late(24 * HOUR) <= 30 * SECOND);
  });

  test('are short again after a success', () => {
    const backoff = new Backoff();
    for (let i = 0; i < 20; i++) {
      backoff.next(HOUR);
    }
    backoff.reset();
    assert.ok(backoff.next(0) <= 100);
  });

  test('differ, so that clients don’t return at the same moment', () => {
    const pauses = Array.from({ length: 20 }, () => new Backoff().next(0));
    assert.ok(new Set(pauses).size > 1);
  });
});
