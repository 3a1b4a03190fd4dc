import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { VideoUpdates } from './video-updates.js';

class Feed {
  isLive = true;
  opened = 0;
  closed = 0;
  reopenChecks = 0;

  open() {
    this.opened++;
  }

  reopenIfEnded() {
    this.reopenChecks++;
  }

  close() {
    this.closed++;
  }

  emit(data, name) {
    this.listener.onEvent({ name, data });
  }
}

const video = (id, status = 'processing', progress = 0) => ({ file_id: id, status, progress });
let answers;
let requested;
let heard;
let deletedIds;
let feed;
let updates;
let visible;

beforeEach(() => {
  heard = [];
  deletedIds = [];
  requested = [];
  answers = new Map();
  visible = true;
  updates = open();
});

function open(options = {}) {
  feed = new Feed();
  const api = {
    async video(id) {
      requested.push(id);
      const answer = answers.get(id);
      if (answer instanceof Error) {
        throw answer;
      }
      return answer ?? video(id);
    },
  };
  return new VideoUpdates(api, (v) => heard.push(v), {
    feedFor: (listener) => Object.assign(feed, { listener }),
    pollMs: 10,
    isVisible: () => visible,
    onDeleted: (id) => deletedIds.push(id),
    ...options,
  });
}

afterEach(() => updates.close());

test('only what may still change is followed', () => {
  updates.follow(video(1, 'processed'));
  updates.follow(video(2, 'failed'));
  assert.equal(feed.opened, 0);
  updates.follow(video(3, 'uploaded'));
  updates.follow(video(4));
  assert.equal(feed.opened, 1);
});

test('a page is notified of the videos that it follows, until they are finished', () => {
  updates.follow(video(1));
  feed.emit(video(1, 'processing', 40));
  feed.emit(video(2, 'processing', 40));
  feed.emit(video(1, 'processed', 100));
  feed.emit(video(1, 'processed', 100));
  assert.deepEqual(heard, [video(1, 'processing', 40), video(1, 'processed', 100)]);
  assert.equal(feed.closed, 1, 'a page that follows nothing has no part in the connection');
});

test('a page may follow a video beyond its end, and asks for it after a reconnection', async () => {
  updates = open({ finished: true });
  const processed = (...objects) => ({
    ...video(1, 'processed', 100),
    renditions: objects.map((object) => ({ object })),
  });
  updates.follow(processed('720p.mp4'));
  assert.equal(feed.opened, 1);
  feed.emit(processed('720p.mp4', '480p.mp4'));
  feed.emit(processed('720p.mp4', '480p.mp4', '360p.mp4'));
  assert.deepEqual(heard.map((v) => v.renditions.length), [2, 3]);
  answers.set(1, processed('720p.mp4', '480p.mp4', '360p.mp4', '240p.mp4'));
  feed.emit({ unfinished: [] }, 'snapshot');
  await until(() => heard.length === 3);
  assert.equal(feed.closed, 0);
});

test('a finished video is polled less often', async () => {
  updates = open({ finished: true });
  feed.isLive = false;
  updates.follow(video(1, 'processed', 100));
  answers.set(1, video(1, 'processed', 100));
  await until(() => feed.reopenChecks >= 10);
  assert.deepEqual(requested, []);
  await until(() => requested.length > 0);
  assert.ok(feed.reopenChecks >= 15);
});

test('the library is notified of all videos, and of those that were deleted', () => {
  updates = open({ all: true });
  updates.start();
  feed.emit(video(5, 'uploaded'));
  feed.emit(video(6, 'processed', 100));
  feed.emit({ file_id: 7, deleted: true });
  assert.deepEqual(heard.map((v) => v.file_id), [5, 6]);
  assert.deepEqual(deletedIds, [7]);
  assert.deepEqual(updates.recent().map((v) => v.file_id), [5, 6]);
  feed.emit({ file_id: 5, deleted: true });
  assert.deepEqual(updates.recent().map((v) => v.file_id), [6]);
  assert.equal(feed.closed, 0);
});

test('a page is notified that the video it follows was deleted, and of no other', () => {
  updates.follow(video(1));
  feed.emit({ file_id: 2, deleted: true });
  feed.emit({ file_id: 1, deleted: true });
  assert.deepEqual(deletedIds, [1]);
});

test('a video is requested when a list and an event differ', async () => {
  updates = open({ all: true });
  updates.start();
  feed.emit(video(1, 'processed', 100));
  answers.set(1, video(1, 'processed', 100));
  updates.follow(video(1, 'processing', 60)); // The list was older.
  await until(() => heard.length === 2);
  assert.deepEqual(heard[1], video(1, 'processed', 100));
  assert.deepEqual(requested, [1]);
});

test('a video is requested when a list and an event differ in how much is prepared', async () => {
  const early = (seconds) => ({ ...video(1), playable: true, prepared_seconds: seconds });
  updates = open({ all: true });
  updates.start();
  feed.emit(early(20));
  updates.follow(early(20));
  assert.deepEqual(requested, []);
  answers.set(1, early(30));
  updates.follow(early(10));
  await until(() => heard.length === 2);
  assert.deepEqual(heard.at(-1), early(30));
});

test('a page that follows a video whenever it changes requests it once', async () => {
  const api = {
    async video(id) {
      requested.push(id);
      return video(1, 'processing', 50);
    },
  };
  updates = new VideoUpdates(api, (changed) => updates.follow(changed), {
    feedFor: (listener) => Object.assign(feed, { listener }),
  });
  updates.follow(video(1));
  feed.emit(video(1, 'processing', 40));
  feed.listener.onGap();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(requested, [1]);
});

test('a snapshot shows which videos were finished or deleted meanwhile', async () => {
  updates = open({ all: true });
  [1, 2, 3].forEach((id) => updates.follow(video(id)));
  answers.set(2, video(2, 'processed', 100));
  answers.set(3, new PlayerError('not_found'));
  feed.emit({ unfinished: [1, 9] }, 'snapshot');
  await until(() => heard.length === 1 && deletedIds.length === 1);
  assert.deepEqual(heard[0], video(2, 'processed', 100));
  assert.deepEqual(deletedIds, [3]);
  assert.deepEqual(requested, [2, 3]);
});

test('after a gap all followed videos are requested', async () => {
  [1, 2].forEach((id) => updates.follow(video(id)));
  answers.set(2, video(2, 'processing', 70));
  feed.listener.onGap();
  await until(() => heard.length === 2);
  assert.deepEqual(heard[1], video(2, 'processing', 70));
});

test('nothing is polled while events arrive', async () => {
  updates.follow(video(1));
  await until(() => feed.reopenChecks >= 3);
  assert.deepEqual(requested, []);
});

test('without events a visible page polls, and a hidden one doesn’t', async () => {
  visible = false;
  feed.isLive = false;
  [1, 2].forEach((id) => updates.follow(video(id)));
  await until(() => feed.reopenChecks >= 3);
  assert.deepEqual(requested, []);
  visible = true;
  answers.set(2, video(2, 'processed', 100));
  await until(() => heard.some((v) => v.status === 'processed'));
});

test('an unreachable server is polled again', async () => {
  feed.isLive = false;
  updates.follow(video(4));
  answers.set(4, new PlayerError('connection_lost'));
  await until(() => requested.length >= 2);
  answers.set(4, video(4, 'processed', 100));
  await until(() => heard.length > 0);
});

test('a browser whose tabs can’t exchange messages polls', async () => {
  feed.open = () => {
    throw new Error('no channel');
  };
  feed.isLive = false;
  answers.set(1, video(1, 'processed', 100));
  updates.follow(video(1));
  await until(() => heard.length === 1);
});

test('a poll finds out that the sign-in has ended', async () => {
  let ended = 0;
  updates = open({ onSignedOut: () => ended++ });
  feed.isLive = false;
  answers.set(1, new PlayerError(ErrorCode.NOT_AUTHENTICATED));
  updates.follow(video(1));
  await until(() => ended > 0);
});

test('a page whose sign-in has ended is told', () => {
  let ended = 0;
  updates = open({ onSignedOut: () => ended++ });
  updates.follow(video(1));
  feed.listener.onSignedOut();
  assert.equal(ended, 1);
});

test('closing ends all', async () => {
  updates.follow(video(1));
  updates.close();
  assert.equal(feed.closed, 1);
  updates.follow(video(5));
  updates.start();
  assert.equal(feed.opened, 1);
});

async function until(condition) {
  const end = Date.now() + 2_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test('a state that was requested before an event arrived is requested again', async () => {
  updates = open();
  updates.follow(video(1));
  answers.set(1, video(1, 'processing', 90));
  feed.emit({ unfinished: [] }, 'snapshot'); // requests the state
  feed.emit(video(1, 'failed')); // arrives before the answer
  answers.set(1, video(1, 'failed'));
  updates.follow(video(1, 'uploaded'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(heard.at(-1).status, 'failed');
  assert.ok(heard.every(({ progress }) => progress !== 90));
});
