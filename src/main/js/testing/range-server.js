import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { HEADER_BYTES, SUBPROTOCOL } from '../link/range-frame.js';

const FRAME_BYTES = 128 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * A server that speaks the range contract over WebSocket, SSE and HTTP, with faults that a test can order.
 *
 * @param {Record<string, Uint8Array>} objects
 */
export async function startRangeServer(objects) {
  const faults = {
    /** The socket is destroyed after so many frames, once for each entry. */
    cutAfterFrames: [],
    /** Transports that are blocked, as by a proxy. */
    refuse: { websocket: false, sse: false, http: false },
    /** The problem with which every range is answered. */
    problem: null,
    /** Whether the server accepts a WebSocket and then sends nothing. */
    silent: false,
  };
  const seen = { ranges: [], cancels: [], upgrades: 0, sse: [], http: [], sockets: new Set() };

  const http = createServer((request, response) => {
    const url = new URL(request.url, 'http://x');
    if (faults.problem) {
      response.writeHead(faults.problem.status, { 'Content-Type': 'application/problem+json' });
      response.end(JSON.stringify(faults.problem));
    } else if (url.pathname.startsWith('/chunks/')) {
      serveEvents(url, response);
    } else {
      serveMedia(url, request, response);
    }
  });

  function serveEvents(url, response) {
    const range = {
      object: url.searchParams.get('object'),
      from: Number(url.searchParams.get('from')),
      to: Number(url.searchParams.get('to')),
    };
    seen.sse.push(range);
    if (faults.refuse.sse) {
      response.destroy();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (event) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    send({ type: 'start', content_type: 'video/mp4', size: range.to - range.from + 1 });
    let index = 0;
    for (let at = range.from; at <= range.to; at += CHUNK_BYTES) {
      const bytes = objects[range.object].subarray(at, Math.min(at + CHUNK_BYTES, range.to + 1));
      const last = at + CHUNK_BYTES > range.to;
      send({ type: 'chunk', index: index++, data: Buffer.from(bytes).toString('base64'), last });
    }
    send({ type: 'end' });
    response.end();
  }

  function serveMedia(url, request, response) {
    const object = decodeURIComponent(url.pathname.split('/').pop());
    const [from, to] = request.headers.range.match(/\d+/g).map(Number);
    seen.http.push({ object, from, to });
    if (faults.refuse.http) {
      response.destroy();
      return;
    }
    const whole = objects[object];
    response.writeHead(206, {
      'Content-Range': `bytes ${from}-${to}/${whole.length}`,
      'Content-Type': 'video/mp4',
    });
    response.end(whole.subarray(from, to + 1));
  }

  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  http.on('upgrade', (request, socket, head) => {
    seen.upgrades++;
    socket.on('error', ignoreReset);
    if (faults.refuse.websocket) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', ignoreReset);
      seen.sockets.add(ws);
      const cancelled = new Set();
      ws.on('message', (text) => {
        const message = JSON.parse(text);
        if (message.op === 'cancel') {
          seen.cancels.push(message.id);
          cancelled.add(message.id);
        } else {
          seen.ranges.push(message);
          serve(ws, message, cancelled);
        }
      });
    });
  });

  async function serve(ws, { id, object, from, to }, cancelled) {
    if (faults.silent) {
      return;
    }
    if (faults.problem) {
      ws.send(JSON.stringify({ op: 'error', id, ...faults.problem }));
      return;
    }
    let framesLeft = faults.cutAfterFrames.shift() ?? Infinity;
    for (let at = from; at <= to && !cancelled.has(id); at += FRAME_BYTES) {
      if (framesLeft-- === 0) {
        ws.terminate();
        return;
      }
      const bytes = objects[object].subarray(at, Math.min(at + FRAME_BYTES, to + 1));
      ws.send(frame(id, at, bytes));
      await new Promise(setImmediate); // Ranges interleave and cancels arrive in this pause.
    }
    if (!cancelled.has(id)) {
      ws.send(JSON.stringify({ op: 'end', id }));
    }
  }

  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address();
  return {
    faults,
    seen,
    websocket: `ws://127.0.0.1:${port}/ws`,
    events: `http://127.0.0.1:${port}/chunks/r1`,
    media: (object) => `http://127.0.0.1:${port}/media/r1/${object}`,
    port,
    async stop() {
      seen.sockets.forEach((ws) => ws.terminate());
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** A client may reset a connection at any time, which no test is about; without a listener Node fails. */
function ignoreReset() {}

/** One binary message of the range protocol. */
export function frame(id, offset, bytes) {
  const message = Buffer.alloc(HEADER_BYTES + bytes.length);
  message.writeUInt32BE(id, 0);
  message.writeBigUInt64BE(BigInt(offset), 8);
  message.set(bytes, HEADER_BYTES);
  return message;
}

/** Bytes that differ from offset to offset and are the same in each run. */
export function testBytes(length) {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    bytes[i] = (i * 31 + (i >> 8) * 7 + (i >> 16)) & 0xff;
  }
  return bytes;
}

/** Reads a range of a link into one array; `progress` counts what has arrived. */
export async function readAll(link, range, signal = new AbortController().signal, progress = {}) {
  const parts = [];
  progress.bytes = 0;
  await link.read(range, (bytes) => {
    parts.push(Buffer.from(bytes));
    progress.bytes += bytes.length;
    progress.onBytes?.();
  }, signal);
  return Buffer.concat(parts);
}
