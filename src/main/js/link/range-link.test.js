import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frame } from '../testing/range-server.js';
import { fromBase64 } from './base64.js';
import { readEventData } from './event-stream.js';
import { readFrame } from './range-frame.js';
import { addressOf, mediaUrl } from './range-link.js';

const SESSION = {
  websocket_url: '/api/ws/stream/r1',
  events_url: '/api/stream/7/chunks/r1',
  media_url: '/api/stream/7/media/r1/720p.mp4',
};

test('addresses follow the page: wss for https, ws for http', () => {
  assert.equal(
    addressOf(SESSION, 'https://clinic.example/watch?v=7').websocket,
    'wss://clinic.example/api/ws/stream/r1',
  );
  assert.equal(
    addressOf(SESSION, 'http://localhost:8000/watch').websocket,
    'ws://localhost:8000/api/ws/stream/r1',
  );
});

test('an object replaces the default rendition in the media URL', () => {
  const address = addressOf(SESSION, 'http://localhost:8000/watch');
  assert.equal(
    mediaUrl(address, 'poster.jpg'),
    'http://localhost:8000/api/stream/7/media/r1/poster.jpg',
  );
});

test('a frame gives id, offset beyond 4 GiB and bytes', () => {
  const message = frame(4294967295, 5_000_000_000, Uint8Array.of(1, 2, 3));
  const read = readFrame(Uint8Array.from(message).buffer);
  assert.deepEqual(read, { id: 4294967295, offset: 5_000_000_000, bytes: Uint8Array.of(1, 2, 3) });
});

test('a message that is too short or too long is not a frame', () => {
  assert.equal(readFrame(new ArrayBuffer(16)), null);
  assert.equal(readFrame(new ArrayBuffer(16 + 131073)), null);
});

test('base64 is decoded with and without the browser’s own decoder', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(fromBase64(Buffer.from(bytes).toString('base64')), bytes);
});

test('events are joined in whatever parts they arrive', async () => {
  const text = 'id: 0\ndata: {"a":1}\n\n: a comment\r\ndata: {"ü":2}\r\n\r\n';
  const encoded = new TextEncoder().encode(text);
  for (let size = 1; size < encoded.length; size++) {
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < encoded.length; at += size) {
          controller.enqueue(encoded.slice(at, at + size));
        }
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEventData(body)) {
      events.push(JSON.parse(event));
    }
    assert.deepEqual(events, [{ a: 1 }, { ü: 2 }]);
  }
});
