import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { readAll, startRangeServer, testBytes } from '../testing/range-server.js';
import { HttpLink } from './http-link.js';
import { SseLink } from './sse-link.js';
import { WebSocketLink } from './websocket-link.js';

const VIDEO = testBytes(3 * 1024 * 1024 + 17);

const KINDS = {
  websocket: (s, more) => new WebSocketLink(s.websocket, { WebSocket, ...more }),
  sse: (s, more) => new SseLink(s.events, more),
  http: (s, more) => new HttpLink(s.media, more),
};

for (const [kind, make] of Object.entries(KINDS)) {
  describe(`the ${kind} link`, () => {
    let server;
    let link;

    beforeEach(async () => {
      server = await startRangeServer({ '720p.mp4': VIDEO });
      link = make(server);
    });

    afterEach(async () => {
      link.close();
      await server.stop();
    });

    test('reads exactly the bytes of a range, whatever its borders', async () => {
      for (const [from, to] of [
        [0, 0],
        [1, 131072],
        [131071, 131072],
        [1048575, 2097153],
        [0, VIDEO.length - 1],
        [VIDEO.length - 1, VIDEO.length - 1],
      ]) {
        const bytes = await readAll(link, { object: '720p.mp4', from, to });
        assert.ok(bytes.equals(VIDEO.subarray(from, to + 1)), `${from}-${to}`);
      }
    });

    test('reads several ranges at once', async () => {
      const ranges = [0, 1, 2, 3].map((i) => ({ from: i * 700_000, to: i * 700_000 + 699_999 }));
      const all = await Promise.all(
        ranges.map((range) => readAll(link, { object: '720p.mp4', ...range })),
      );
      all.forEach((bytes, i) => {
        assert.ok(bytes.equals(VIDEO.subarray(ranges[i].from, ranges[i].to + 1)));
      });
    });

    test('reports a refusal with its code and message', async () => {
      server.faults.problem = {
        status: 404,
        code: 'session_ended',
        detail: 'The stream has ended.',
        message: 'The stream has ended.',
      };
      await assert.rejects(readAll(link, { object: '720p.mp4', from: 0, to: 9 }), {
        name: 'PlayerError',
        code: 'session_ended',
        message: 'The stream has ended.',
        temporary: false,
      });
    });

    test('calls a blocked connection temporary', async () => {
      server.faults.refuse[kind] = true;
      await assert.rejects(readAll(link, { object: '720p.mp4', from: 0, to: 9 }), {
        code: 'connection_lost',
        temporary: true,
      });
    });

    test('does not start what is aborted already', async () => {
      await assert.rejects(
        readAll(link, { object: '720p.mp4', from: 0, to: 9 }, AbortSignal.abort()),
        { code: 'aborted' },
      );
      assert.equal(server.seen.ranges.length + server.seen.sse.length + server.seen.http.length, 0);
    });

    test('stops in the middle when aborted', async () => {
      const leave = new AbortController();
      const progress = { onBytes: () => leave.abort() };
      await assert.rejects(
        readAll(link, { object: '720p.mp4', from: 0, to: VIDEO.length - 1 }, leave.signal, progress),
        { code: 'aborted' },
      );
      assert.ok(progress.bytes < VIDEO.length);
    });

    test('fails the reads in progress when it is closed', async () => {
      server.faults.silent = true;
      const progress = { onBytes: () => link.close() };
      const reading = readAll(link, { object: '720p.mp4', from: 0, to: 2_000_000 }, undefined, progress);
      if (kind === 'websocket') {
        link.close();
      }
      await assert.rejects(reading, { code: 'aborted' });
    });
  });
}

describe('the WebSocket link', () => {
  let server;
  let link;

  beforeEach(async () => {
    server = await startRangeServer({ '720p.mp4': VIDEO });
    link = new WebSocketLink(server.websocket, { WebSocket, stallMs: 150 });
  });

  afterEach(async () => {
    link.close();
    await server.stop();
  });

  test('uses one socket for all ranges', async () => {
    await readAll(link, { object: '720p.mp4', from: 0, to: 9 });
    await Promise.all([0, 1, 2].map((i) => readAll(link, { object: '720p.mp4', from: i, to: 99 })));
    assert.equal(server.seen.upgrades, 1);
  });

  test('keeps the bytes before a break and opens a new socket for the next range', async () => {
    server.faults.cutAfterFrames = [3];
    const progress = {};
    await assert.rejects(
      readAll(link, { object: '720p.mp4', from: 0, to: VIDEO.length - 1 }, undefined, progress),
      { code: 'connection_lost' },
    );
    assert.equal(progress.bytes, 3 * 131072);
    await readAll(link, { object: '720p.mp4', from: 0, to: 9 });
    assert.equal(server.seen.upgrades, 2);
  });

  test('cancels an aborted range at the server', async () => {
    const leave = new AbortController();
    await assert.rejects(
      readAll(link, { object: '720p.mp4', from: 0, to: VIDEO.length - 1 }, leave.signal, {
        onBytes: () => leave.abort(),
      }),
    );
    // The same socket answers in order, so the cancel has arrived before this range ends.
    await readAll(link, { object: '720p.mp4', from: 0, to: 9 });
    assert.deepEqual(server.seen.cancels, [server.seen.ranges[0].id]);
  });

  test('closes a connection that stalls', async () => {
    server.faults.silent = true;
    await assert.rejects(readAll(link, { object: '720p.mp4', from: 0, to: 9 }), {
      code: 'connection_lost',
    });
  });

  test('refuses bytes that skip a part', async () => {
    class Skipping extends WebSocket {
      set onmessage(handler) {
        super.onmessage = (event) => {
          if (event.data instanceof ArrayBuffer) {
            new DataView(event.data).setBigUint64(8, 5n);
          }
          handler(event);
        };
      }
    }
    link = new WebSocketLink(server.websocket, { WebSocket: Skipping });
    await assert.rejects(readAll(link, { object: '720p.mp4', from: 0, to: 9 }), {
      code: 'unreadable_answer',
    });
  });
});

test('the HTTP link refuses a whole object where a part was asked for', async () => {
  const link = new HttpLink(() => 'http://x/720p.mp4', {
    fetch: async () => new Response(VIDEO, { status: 200 }),
  });
  await assert.rejects(readAll(link, { object: '720p.mp4', from: 5, to: 9 }), {
    code: 'unreadable_answer',
  });
});
