import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anySignal, withResolvers } from './polyfills.js';

test('a combined signal is aborted with the first of its signals', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const signal = anySignal([first.signal, second.signal]);
  assert.equal(signal.aborted, false);
  second.abort('why');
  first.abort('later');
  assert.equal(signal.aborted, true);
  assert.equal(signal.reason, 'why');
  assert.equal(anySignal([new AbortController().signal, first.signal]).reason, 'later');
});

test('a promise is settled from outside', async () => {
  const kept = withResolvers();
  kept.resolve(7);
  assert.equal(await kept.promise, 7);
  const broken = withResolvers();
  broken.reject(new Error('no'));
  await assert.rejects(broken.promise, /no/);
});
