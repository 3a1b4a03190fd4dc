import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ServerPosition } from './server-position.js';

describe('the position on the server', () => {
  let now;
  let sent;
  let answers;
  let position;

  beforeEach(() => {
    now = 0;
    sent = [];
    answers = [];
    const send = (seconds) => {
      sent.push(seconds);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    };
    position = new ServerPosition(send, () => now);
  });

  async function succeed() {
    answers.shift().resolve();
    await new Promise(setImmediate);
  }

  async function fail() {
    answers.shift().reject(new Error('unreachable'));
    await new Promise(setImmediate);
  }

  test('is saved every ten seconds while the video plays', async () => {
    for (now = 0; now <= 25_000; now += 250) {
      position.saveRegularly(1 + now / 1000);
      if (answers.length) {
        await succeed();
      }
    }
    assert.deepEqual(sent, [1, 11, 21]);
    assert.equal(position.seconds, 21);
  });

  test('is saved at once where it has to be, and the interval begins again', async () => {
    position.save(3);
    await succeed();
    now = 4_000;
    position.save(7.26);
    await succeed();
    now = 12_000;
    position.saveRegularly(15);
    now = 14_000;
    position.saveRegularly(17);
    assert.deepEqual(sent, [3, 7.3, 17]);
  });

  test('is not saved where it has not changed', async () => {
    position.save(0.2);
    position.seconds = 83.4;
    position.save(83.7);
    position.saveLast(83.1);
    assert.deepEqual(sent, []);
    position.save(0);
    await succeed();
    assert.deepEqual(sent, [0]);
    assert.equal(position.seconds, null);
  });

  test('is saved by one request at a time, the last position after it', async () => {
    for (const seconds of [10, 20, 30, 40]) {
      position.save(seconds);
    }
    assert.deepEqual(sent, [10]);
    await succeed();
    assert.deepEqual(sent, [10, 40]);
    await succeed();
    assert.deepEqual(sent, [10, 40]);
    assert.equal(position.seconds, 40);
  });

  test('is saved before the page is left, without waiting', async () => {
    position.save(10);
    position.save(20);
    position.saveLast(30);
    assert.deepEqual(sent, [10, 30]);
    await succeed();
    await succeed();
    assert.deepEqual(sent, [10, 30]);
  });

  test('is saved later after a failure, which nobody hears of', async () => {
    position.seconds = 5;
    position.save(10);
    await fail();
    assert.equal(position.seconds, 5);
    position.save(10);
    await succeed();
    assert.deepEqual(sent, [10, 10]);
    assert.equal(position.seconds, 10);
  });
});
