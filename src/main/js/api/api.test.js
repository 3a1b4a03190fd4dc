import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from './api.js';

const signal = new AbortController().signal;

function apiThatAnswers(response) {
  const calls = [];
  const api = new Api(async (url, init) => {
    calls.push({ url, ...init });
    return typeof response === 'function' ? response() : response;
  });
  return { api, calls };
}

test('the search text is data, whatever is in it', async () => {
  const { api, calls } = apiThatAnswers(Response.json({ items: [], total: 0 }));
  await api.listVideos({ q: 'a&b=c #ü', pageSize: 24 }, signal);
  assert.equal(calls[0].url, '/api/videos?q=a%26b%3Dc+%23%C3%BC&page_size=24');
});

test('a list goes on at its cursor', async () => {
  const { api, calls } = apiThatAnswers(Response.json({ items: [], total: 0, next: null }));
  await api.listVideos({ q: 'a', cursor: 'AbC_-9', pageSize: 24 }, signal);
  assert.equal(calls[0].url, '/api/videos?q=a&page_size=24&cursor=AbC_-9');
});

test('the key travels in the body and nowhere else', async () => {
  const { api, calls } = apiThatAnswers(() => Response.json({}, { status: 202 }));
  await api.openStream(7, 'a long key', signal);
  assert.equal(calls[0].url, '/api/stream/7');
  assert.equal(calls[0].body, '{"encryption_key":"a long key"}');
  assert.equal(calls[0].cache, 'no-store');
  await api.reprocess(7, 'a long key', signal);
  assert.equal(calls[1].url, '/api/videos/7/reprocess');
  assert.equal(calls[1].body, '{"encryption_key":"a long key"}');
});

test('captions are sent as they are, with the stream that encrypts them', async () => {
  const { api, calls } = apiThatAnswers(() => new Response(null, { status: 204 }));
  const file = new File(['1'], 'Untertitel.SRT');
  await api.putCaptions(7, 'pt-BR', file, 'r1');
  await api.putCaptions(7, 'de', new File(['WEBVTT'], 'a.vtt'), 'r1');
  await api.removeCaptions(7, 'pt-BR');
  const [srt, vtt, removed] = calls;
  assert.deepEqual([srt.method, srt.url], ['PUT', '/api/videos/7/captions/pt-BR']);
  assert.equal(srt.body, file);
  assert.equal(srt.headers['Content-Type'], 'application/x-subrip');
  assert.equal(srt.headers['Sealcast-Stream'], 'r1');
  assert.equal(vtt.headers['Content-Type'], 'text/vtt');
  assert.deepEqual([removed.method, removed.url], ['DELETE', '/api/videos/7/captions/pt-BR']);
});

test('a position is sent even if the page is left meanwhile', async () => {
  const { api, calls } = apiThatAnswers(() => new Response(null, { status: 204 }));
  await api.savePosition(7, 83.4);
  const { url, method, body, keepalive } = calls[0];
  assert.deepEqual([method, url, body], ['PUT', '/api/videos/7/position', '{"seconds":83.4}']);
  assert.equal(keepalive, true);
});

test('a refusal comes with the server’s code and words', async () => {
  const problem = { code: 'invalid_encryption_key', detail: "It doesn't open this video." };
  const { api } = apiThatAnswers(Response.json(problem, { status: 403 }));
  await assert.rejects(api.openStream(7, 'x', signal), {
    code: 'invalid_encryption_key',
    message: "It doesn't open this video.",
  });
});

test('an unreachable server gives a message', async () => {
  const { api } = apiThatAnswers(() => {
    throw new TypeError('fetch failed');
  });
  await assert.rejects(api.video(7, signal), { code: 'connection_lost', message: /reached/ });
});

test('an aborted call is not a lost connection', async () => {
  const { api } = apiThatAnswers(() => {
    throw new DOMException('', 'AbortError');
  });
  await assert.rejects(api.video(7, AbortSignal.abort()), { code: 'aborted' });
});

test('an answer that is not JSON gives an error of its own', async () => {
  const { api } = apiThatAnswers(new Response('<html>', { status: 200 }));
  await assert.rejects(api.video(7, signal), { code: 'unreadable_answer' });
});

test('deleting expects no body', async () => {
  const { api, calls } = apiThatAnswers(new Response(null, { status: 204 }));
  assert.equal(await api.deleteVideo(7, signal), null);
  assert.equal(calls[0].method, 'DELETE');
});

test('a stream is ended or left also by a page that is being left', async () => {
  const { api, calls } = apiThatAnswers(() => new Response(null, { status: 204 }));
  await api.endStream(7, 'r1');
  await api.leaveStream(7, 'r1');
  assert.deepEqual(
    calls.map(({ method, url, keepalive }) => [method, url, keepalive]),
    [
      ['DELETE', '/api/stream/7/r1', true],
      ['POST', '/api/stream/7/r1/leave', true],
    ],
  );
});

test('a request with a key ends at its time limit with a message', async (t) => {
  t.mock.method(AbortSignal, 'timeout', () => AbortSignal.abort(new DOMException('', 'TimeoutError')));
  const api = new Api(async (url, { signal: given }) => given.throwIfAborted());
  await assert.rejects(api.openStream(7, 'x', signal), { code: 'connection_lost', message: /reached/ });
});
