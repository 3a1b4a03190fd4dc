import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from './dom.js';
import { showOriginalLink } from './original-link.js';

test('the uploaded file is offered while there is an address for it', () => {
  const window = openPage('watch');
  showOriginalLink('/api/videos/7/original?request_id=r1');
  const link = byId('download', 'a');
  assert.equal(link.hidden, false);
  assert.equal(link.getAttribute('href'), '/api/videos/7/original?request_id=r1');
  showOriginalLink(null);
  assert.equal(link.hidden, true);
  assert.equal(link.hasAttribute('href'), false);
  window.close();
});
