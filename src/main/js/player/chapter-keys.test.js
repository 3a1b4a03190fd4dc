import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setChapterKeys } from './chapter-keys.js';

const CHAPTERS = [{ startTime: 0 }, { startTime: 20 }, { startTime: 45 }];

function open(chapters) {
  const video = { currentTime: 0 };
  const handlers = {};
  setChapterKeys(chapters, video, {
    setActionHandler: (action, handler) => (handlers[action] = handler),
  });
  const press = (action, at) => {
    video.currentTime = at;
    handlers[action]();
    return video.currentTime;
  };
  return { handlers, press };
}

test('the media keys lead to the next and the previous chapter', () => {
  const { press } = open(CHAPTERS);
  assert.equal(press('nexttrack', 5), 20);
  assert.equal(press('nexttrack', 20), 45);
  assert.equal(press('nexttrack', 50), 50);
  assert.equal(press('previoustrack', 50), 45);
  assert.equal(press('previoustrack', 46), 20);
  assert.equal(press('previoustrack', 1), 0);
});

test('a video without chapters leaves the keys to others', () => {
  assert.deepEqual(open([]).handlers, { nexttrack: null, previoustrack: null });
});

test('a browser without media session is left alone', () => {
  setChapterKeys(CHAPTERS, { currentTime: 0 }, undefined);
});
