import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { playerErrorIn, rangeOf, registerScheme, sessionFilter } from './shaka-scheme.js';

/** A fake of the parts of Shaka that the plugin uses. */
function fakeShaka() {
  class ShakaError extends Error {
    constructor(severity, category, code, ...data) {
      super(code);
      Object.assign(this, { severity, category, code, data });
    }
  }
  ShakaError.Severity = { CRITICAL: 2 };
  ShakaError.Category = { NETWORK: 1, PLAYER: 7 };
  ShakaError.Code = { OPERATION_ABORTED: 7001, HTTP_ERROR: 1002 };
  const schemes = {};
  return {
    schemes,
    util: {
      Error: ShakaError,
      AbortableOperation: class {
        constructor(promise, abort) {
          Object.assign(this, { promise, abort });
        }
      },
    },
    net: {
      HttpFetchPlugin: { parse: (uri) => `fetched ${uri}` },
      NetworkingEngine: {
        PluginPriority: { APPLICATION: 3 },
        registerScheme: (name, plugin) => (schemes[name] = plugin),
      },
    },
  };
}

const MEDIA = 'http://localhost/api/stream/7/media/old/720p.mp4';
const request = (range) => ({ uris: [MEDIA], headers: range ? { Range: range } : {} });

describe('the request filter', () => {
  const filter = sessionFilter(() => ({ requestId: 'new' }));
  const filtered = (uri) => {
    const asked = { uris: [uri], headers: {} };
    filter(0, asked);
    return asked.uris[0];
  };

  test('replaces the session by the current one', () => {
    const stream = 'http://localhost/api/stream/7';
    assert.equal(filtered(`${stream}/media/old/720p.mp4`), `${stream}/media/new/720p.mp4`);
    assert.equal(filtered(`${stream}/manifest/old.m3u8`), `${stream}/manifest/new.m3u8`);
    assert.equal(
      filtered(`${stream}/manifest/old/720p.mp4.m3u8`),
      `${stream}/manifest/new/720p.mp4.m3u8`,
    );
  });

  test('leaves everything else alone', () => {
    assert.equal(filtered('data:text/plain,x'), 'data:text/plain,x');
    assert.equal(filtered('http://localhost/other'), 'http://localhost/other');
  });
});

test('only a closed range is a range', () => {
  assert.deepEqual(rangeOf(request('bytes=5-9')), { from: 5, to: 9 });
  assert.equal(rangeOf(request('bytes=5-')), null);
  assert.equal(rangeOf(request()), null);
});

describe('the scheme plugin', () => {
  let shaka;
  let link;

  beforeEach(() => {
    shaka = fakeShaka();
    registerScheme(shaka, () => ({ link, requestId: 'new' }));
  });

  function fetchIt(progressed = () => {}) {
    return shaka.schemes.https(MEDIA, request('bytes=10-19'), 1, progressed, () => {});
  }

  test('leaves manifests and whole objects to Shaka', () => {
    const manifest = 'http://localhost/api/stream/7/manifest/r1.m3u8';
    assert.equal(shaka.schemes.http(manifest, request('bytes=0-9')), `fetched ${manifest}`);
    assert.equal(shaka.schemes.http(MEDIA, request()), `fetched ${MEDIA}`);
  });

  test('answers with the bytes that the link reads', async () => {
    const asked = [];
    link = {
      async read(range, onBytes) {
        asked.push(range);
        onBytes(Uint8Array.of(0, 1, 2, 3));
        onBytes(Uint8Array.of(4, 5, 6, 7, 8, 9));
      },
    };
    const { data, uri } = await fetchIt().promise;
    assert.deepEqual(asked, [{ object: '720p.mp4', from: 10, to: 19 }]);
    assert.deepEqual([...new Uint8Array(data)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(uri, MEDIA);
  });

  test('reports the progress, so that Shaka can measure the bandwidth', async () => {
    link = {
      async read(range, onBytes) {
        onBytes(new Uint8Array(4));
        await new Promise((resolve) => setTimeout(resolve, 5));
        onBytes(new Uint8Array(6));
      },
    };
    let told = 0;
    await fetchIt((ms, bytes) => {
      assert.ok(ms > 0);
      told += bytes;
    }).promise;
    assert.equal(told, 10);
  });

  test('carries the reason of a failure to the page', async () => {
    link = { read: () => Promise.reject(new PlayerError('session_ended')) };
    const error = await fetchIt().promise.catch((e) => e);
    assert.equal(error.severity, 2);
    assert.equal(playerErrorIn(error).code, 'session_ended');
  });

  test('aborts the link’s range when Shaka aborts the operation', async () => {
    link = {
      read: (range, onBytes, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(PlayerError.aborted())),
        ),
    };
    const operation = fetchIt();
    await operation.abort();
    const error = await operation.promise.catch((e) => e);
    assert.equal(error.code, 7001);
  });
});

test('an error of Shaka’s own holds no PlayerError', () => {
  assert.equal(playerErrorIn({ data: ['x', 3] }), null);
  assert.equal(playerErrorIn(undefined), null);
});
