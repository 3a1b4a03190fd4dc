import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { PlayerError } from '../player/player-error.js';
import { LiveVideos } from './live-videos.js';

class Source {
  static all = [];
  readyState = 1;
  CLOSED = 2;

  constructor(url) {
    this.url = url;
    Source.all.push(this);
  }

  tell(data) {
    this.onmessage({ data: typeof data === 'string' ? data : JSON.stringify(data) });
  }

  refuse() {
    this.readyState = this.CLOSED;
    this.onerror();
  }

  close() {
    this.readyState = this.CLOSED;
    this.closed = true;
  }
}

const video = (id, status = 'processing') => ({ file_id: id, status, progress: 0, title: `${id}` });
let answers;
let heard;
let live;

beforeEach(() => {
  Source.all = [];
  heard = [];
  answers = new Map();
  const api = {
    async video(id) {
      const answer = answers.get(id);
      if (answer instanceof Error) {
        throw answer;
      }
      return answer ?? video(id);
    },
  };
  live = new LiveVideos(api, (v) => heard.push(v), {
    EventSource: Source,
    pollMs: 10,
    maxStreams: 2,
  });
});

afterEach(() => live.close());

test('only what may still change is followed', () => {
  live.follow(video(1, 'processed'));
  live.follow(video(2, 'failed'));
  live.follow(video(3, 'uploaded'));
  assert.deepEqual(Source.all.map((s) => s.url), ['/api/videos/3/events']);
});

test('a change keeps what the event doesn’t tell', () => {
  live.follow(video(1));
  Source.all[0].tell({ file_id: 1, status: 'processing', progress: 40 });
  assert.deepEqual(heard, [{ ...video(1), progress: 40 }]);
});

test('a finished video frees its stream for one that waits', () => {
  [1, 2, 3].forEach((id) => live.follow(video(id)));
  assert.equal(Source.all.length, 2);
  Source.all[0].tell({ file_id: 1, status: 'processed', progress: 100 });
  assert.ok(Source.all[0].closed);
  assert.equal(Source.all[2].url, '/api/videos/3/events');
});

test('what no stream tells of is asked for', async () => {
  [1, 2, 3].forEach((id) => live.follow(video(id)));
  answers.set(3, { ...video(3), status: 'processed', progress: 100 });
  await until(() => heard.length > 0);
  assert.equal(heard[0].file_id, 3);
  assert.equal(heard[0].status, 'processed');
});

test('a refused stream is replaced by asking', async () => {
  live.follow(video(1));
  Source.all[0].refuse();
  answers.set(1, { ...video(1), progress: 70 });
  await until(() => heard.some((v) => v.progress === 70));
});

test('a video that is gone is forgotten, a server that is away is asked again', async () => {
  [1, 2, 3, 4].forEach((id) => live.follow(video(id)));
  answers.set(3, new PlayerError('not_found'));
  answers.set(4, new PlayerError('connection_lost'));
  await new Promise((resolve) => setTimeout(resolve, 40));
  answers.set(4, { ...video(4), status: 'processed' });
  await until(() => heard.some((v) => v.file_id === 4));
  assert.ok(!heard.some((v) => v.file_id === 3));
});

test('an event that can’t be read changes nothing', () => {
  live.follow(video(1));
  Source.all[0].tell('{half');
  assert.deepEqual(heard, []);
});

test('closing ends every stream', () => {
  [1, 2].forEach((id) => live.follow(video(id)));
  live.close();
  assert.ok(Source.all.every((s) => s.closed));
  live.follow(video(5));
  assert.equal(Source.all.length, 2);
});

async function until(condition) {
  const end = Date.now() + 2_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
