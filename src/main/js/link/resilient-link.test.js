import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { readAll, startRangeServer, testBytes } from '../testing/range-server.js';
import { ResilientLink } from './resilient-link.js';
import { streamLink } from './stream-link.js';

const VIDEO = testBytes(2 * 1024 * 1024 + 17);
const WHOLE = { object: '720p.mp4', from: 0, to: VIDEO.length - 1 };

describe('the resilient link', () => {
  let server;
  let link;
  let states;
  let wake;

  beforeEach(async () => {
    server = await startRangeServer({ '720p.mp4': VIDEO });
    states = [];
    link = streamLink(
      {
        websocket: server.websocket,
        events: server.events,
        media: server.media('any.mp4'),
      },
      {
        WebSocket,
        onState: (state) => states.push(state),
        wake: (listener) => {
          wake = listener;
          return () => {};
        },
      },
    );
  });

  afterEach(async () => {
    link.close();
    await server.stop();
  });

  test('continues at the same byte when the socket breaks three times', async () => {
    server.faults.cutAfterFrames = [2, 3, 1];
    const bytes = await readAll(link, WHOLE);
    assert.ok(bytes.equals(VIDEO));
    assert.deepEqual(
      server.seen.ranges.map((r) => r.from / 131072),
      [0, 2, 5, 6],
    );
    assert.deepEqual(link.bytesByLink, { websocket: VIDEO.length, sse: 0, http: 0 });
  });

  test('measures how long the first bytes of the last range took', async () => {
    assert.equal(link.responseMs, 0);
    await readAll(link, WHOLE);
    assert.ok(link.responseMs > 0);
  });

  test('reports that it waits, and that it continues', async () => {
    server.faults.cutAfterFrames = [2];
    await readAll(link, WHOLE);
    assert.deepEqual(
      states.map(({ link: name, waiting, error }) => [name, waiting, error?.code]),
      [
        ['websocket', true, ErrorCode.CONNECTION_LOST],
        ['websocket', false, undefined],
      ],
    );
  });

  test('takes SSE where the WebSocket is blocked, and stays there', async () => {
    server.faults.refuse.websocket = true;
    assert.ok((await readAll(link, WHOLE)).equals(VIDEO));
    await readAll(link, { ...WHOLE, from: 5, to: 9 });
    assert.deepEqual(link.bytesByLink, { websocket: 0, sse: VIDEO.length + 5, http: 0 });
    assert.equal(server.seen.upgrades, 1);
    assert.equal(link.name, 'sse');
  });

  test('takes HTTP where WebSocket and SSE are blocked', async () => {
    Object.assign(server.faults.refuse, { websocket: true, sse: true });
    assert.ok((await readAll(link, WHOLE)).equals(VIDEO));
    assert.equal(link.name, 'http');
  });

  test('goes on over SSE in the middle of a range', async () => {
    server.faults.cutAfterFrames = [4];
    const progress = { onBytes: () => (server.faults.refuse.websocket = true) };
    assert.ok((await readAll(link, WHOLE, undefined, progress)).equals(VIDEO));
    assert.deepEqual(server.seen.sse[0].from, 4 * 131072);
  });

  test('continues when the server is back', async () => {
    const { refuse } = server.faults;
    Object.assign(refuse, { websocket: true, sse: true, http: true });
    setTimeout(() => Object.assign(refuse, { websocket: false, sse: false, http: false }), 300);
    assert.ok((await readAll(link, WHOLE)).equals(VIDEO));
  });

  test('retries an unreachable server without end, and reports each error', async (t) => {
    let time = 0;
    t.mock.method(performance, 'now', () => time);
    const ten = { object: 'a', from: 0, to: 9 };
    const codes = [];
    const away = {
      name: 'away',
      async read(range, onBytes) {
        time += 3_600_000; // Each attempt takes an hour.
        if (time < 24 * 3_600_000) {
          throw new PlayerError(ErrorCode.CONNECTION_LOST);
        }
        onBytes(new Uint8Array(10));
      },
      close() {},
    };
    const retried = new ResilientLink([away], {
      backoff: { firstMs: 0 },
      onState: ({ error }) => codes.push(error?.code),
    });
    assert.equal((await readAll(retried, ten)).length, 10);
    assert.equal(codes.filter((code) => code === ErrorCode.CONNECTION_LOST).length, 23);
  });

  test('retries at once when the network seems to be back', async () => {
    const { refuse } = server.faults;
    Object.assign(refuse, { websocket: true, sse: true, http: true });
    link.close();
    let refused;
    const met = new Promise((resolve) => (refused = resolve));
    link = streamLink(
      { websocket: server.websocket, events: server.events, media: server.media('any.mp4') },
      {
        WebSocket,
        backoff: { firstMs: 60_000, earlyMaxMs: 60_000, maxMs: 60_000 },
        onState: ({ waiting }) => waiting && refused(),
        wake: (listener) => {
          wake = listener;
          return () => {};
        },
      },
    );
    const reading = readAll(link, WHOLE);
    await met;
    Object.assign(refuse, { websocket: false, sse: false, http: false });
    await new Promise((resolve) => setTimeout(resolve, 50)); // The link waits now.
    wake();
    assert.ok((await reading).equals(VIDEO));
  });

  test('does not retry after a final error', async () => {
    server.faults.problem = { status: 404, code: 'session_ended', message: 'It has ended.' };
    await assert.rejects(readAll(link, WHOLE), { code: 'session_ended' });
    assert.equal(server.seen.ranges.length, 1);
  });

  test('learns over HTTP why a handshake was refused', async () => {
    server.faults.refuse.websocket = true;
    server.faults.problem = { status: 404, code: 'session_ended', detail: 'It has ended.' };
    await assert.rejects(readAll(link, WHOLE), { code: 'session_ended', message: 'It has ended.' });
  });

  test('stops waiting at once when aborted', async () => {
    Object.assign(server.faults.refuse, { websocket: true, sse: true, http: true });
    const leave = new AbortController();
    setTimeout(() => leave.abort(), 150);
    await assert.rejects(readAll(link, WHOLE, leave.signal), { code: ErrorCode.ABORTED });
  });
});

test('waits as long as an overloaded server asks for, and not longer than two seconds else', async () => {
  const times = [];
  const overloaded = {
    name: 'busy',
    async read(range, onBytes) {
      times.push(performance.now());
      if (times.length === 1) {
        throw new PlayerError('overloaded', undefined, { retryAfterSeconds: 1 });
      }
      onBytes(new Uint8Array(10));
    },
    close() {},
  };
  await readAll(new ResilientLink([overloaded]), { object: 'a', from: 0, to: 9 });
  assert.ok(times[1] - times[0] >= 750, `${times[1] - times[0]} ms`);
});

test('does not fail a range of which only the end was lost', async () => {
  const cutAtTheEnd = {
    name: 'cut',
    async read(range, onBytes) {
      onBytes(new Uint8Array(10));
      throw new PlayerError(ErrorCode.CONNECTION_LOST);
    },
    close() {},
  };
  const bytes = await readAll(new ResilientLink([cutAtTheEnd]), { object: 'a', from: 0, to: 9 });
  assert.equal(bytes.length, 10);
});
