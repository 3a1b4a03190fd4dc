import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { EventFeed } from './event-feed.js';

const encoder = new TextEncoder();

/** An answer of the server whose body is written in parts. */
class Answer {
  constructor() {
    const stream = new TransformStream();
    this.writer = stream.writable.getWriter();
    this.response = new Response(stream.readable);
  }

  say(text) {
    return this.writer.write(encoder.encode(text)).catch(() => {});
  }
}

let requests;
let answers;
let heard;
let feed;

beforeEach(() => {
  requests = [];
  answers = [];
  heard = [];
});

afterEach(() => feed.close());

function open(options = {}) {
  feed = new EventFeed(
    {
      onEvent: (event) => heard.push(event),
      onAlive: () => heard.push('alive'),
      onSignedOut: () => heard.push('signed out'),
    },
    {
      signIn: 's1',
      firstRetryMs: 1,
      fetch: async (url, init) => {
        requests.push({ url, ...init });
        const answer = answers.shift();
        if (!answer) {
          throw new TypeError('fetch failed');
        }
        const response = answer instanceof Answer ? answer.response : answer;
        init.signal.addEventListener('abort', () => answer.writer?.abort(init.signal.reason));
        return response;
      },
      ...options,
    },
  );
  return feed.run();
}

const events = () => heard.filter((h) => h !== 'alive');

test('requests the events of the page’s own sign-in', async () => {
  answers.push(new Answer());
  open();
  await until(() => requests.length === 1);
  assert.equal(requests[0].url, '/api/events');
  assert.equal(requests[0].headers['Sealcast-Sign-In'], 's1');
  assert.equal(requests[0].headers['Last-Event-ID'], undefined);
  assert.equal(requests[0].cache, 'no-store');
});

test('reports events in whatever parts they arrive, and every activity', async () => {
  const answer = new Answer();
  answers.push(answer);
  open();
  await answer.say(':\n\ndata: {"file_');
  await answer.say('id":7}\n\nevent: snapshot\nid: 1-2\ndata: {"unfinished":[]}\n\n');
  await until(() => events().length === 2);
  assert.deepEqual(events()[0], { name: undefined, id: undefined, data: { file_id: 7 } });
  assert.deepEqual(events()[1], { name: 'snapshot', id: '1-2', data: { unfinished: [] } });
  assert.equal(heard[0], 'alive');
});

test('goes on after the last event when the connection breaks or the server is restarted', async () => {
  const [first, second] = [new Answer(), new Answer()];
  answers.push(first, second, new Answer());
  open({ lastEventId: '1-1' });
  await first.say('id: 5-5\ndata: {"file_id":7}\n\n');
  await until(() => events().length === 1);
  await first.writer.close();
  await until(() => requests.length === 2);
  await second.say(':\n\n');
  await second.writer.abort(new Error('reset'));
  await until(() => requests.length === 3);
  assert.deepEqual(requests.map((r) => r.headers['Last-Event-ID']), ['1-1', '5-5', '5-5']);
});

test('a connection that is idle for too long is closed', async () => {
  answers.push(new Answer(), new Answer());
  open({ idleTimeoutMs: 20 });
  await until(() => requests.length >= 2);
  assert.ok(requests[0].signal.aborted);
});

test('waits longer each time while the server is away, and as long as it says', async () => {
  const started = performance.now();
  const busy = { status: 429, headers: { 'Retry-After': '1' } };
  answers.push(Response.json({ code: 'too_many_requests' }, busy), new Answer());
  open();
  await until(() => requests.length === 2);
  assert.ok(performance.now() - started >= 990);
  feed.close();
  requests = [];
  answers = [];
  open({ firstRetryMs: 20 });
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.ok(requests.length >= 2 && requests.length <= 7, `${requests.length} requests`);
});

test('ends for good when the sign-in has ended', async () => {
  answers.push(Response.json({ code: 'not_authenticated' }, { status: 401 }), new Answer());
  await open();
  assert.deepEqual(heard, ['signed out']);
  assert.equal(requests.length, 1);
});

test('what can’t be read changes nothing', async () => {
  const answer = new Answer();
  answers.push(answer);
  open();
  await answer.say('data: {half\n\ndata: {"file_id":8}\n\n');
  await until(() => events().length === 1);
  assert.equal(events()[0].data.file_id, 8);
});

test('closing ends the connection, and no other is made', async () => {
  answers.push(new Answer(), new Answer());
  const running = open();
  await until(() => requests.length === 1);
  feed.close();
  await running;
  assert.ok(requests[0].signal.aborted);
  assert.equal(requests.length, 1);
});

async function until(condition) {
  const end = Date.now() + 5_000;
  while (!condition()) {
    assert.ok(Date.now() < end, 'in time');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
