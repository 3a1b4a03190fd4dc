import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCode } from '../errors/player-error.js';
import { ShakaLoader } from './shaka-loader.js';

test('Shaka is loaded once, and again after a failure', async () => {
  let loads = 0;
  let isAway = true;
  const loader = new ShakaLoader(async () => {
    loads++;
    if (isAway) {
      throw new TypeError('Failed to fetch');
    }
    return { default: 'shaka' };
  });
  assert.equal(loads, 1);
  await new Promise(setImmediate);
  await assert.rejects(loader.shaka(), { code: ErrorCode.CONNECTION_LOST });
  isAway = false;
  assert.equal(await loader.shaka(), 'shaka');
  assert.equal(await loader.shaka(), 'shaka');
  assert.equal(loads, 3);
});
