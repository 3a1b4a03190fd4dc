import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';
import { LinkStatus } from './link-status.js';
import { NATIVE_LINK } from './native-hls.js';

test('the transport is shown once bytes have arrived', () => {
  const window = openPage('watch');
  /** @type {{name: string, bytesByLink: Record<string, number>} | null} */
  let link = null;
  const status = new LinkStatus(() => link);
  status.update();
  assert.equal(byId('stage').dataset.link, undefined);
  link = { name: 'websocket', bytesByLink: { websocket: 0, sse: 0 } };
  status.update();
  assert.equal(byId('link-fact').hidden, true);
  link = { name: 'sse', bytesByLink: { websocket: 0, sse: 7 } };
  status.update();
  assert.equal(byId('link-fact').hidden, false);
  assert.equal(byId('link-words').textContent, 'Streaming over server-sent events');
  assert.equal(byId('stage').dataset.bytes, '{"websocket":0,"sse":7}');
  link = NATIVE_LINK; // whose bytes the page doesn't see
  status.update();
  assert.equal(byId('link-fact').hidden, false);
  assert.equal(byId('link-words').textContent, 'Streaming over HTTP, by the browser itself');
  window.close();
});
