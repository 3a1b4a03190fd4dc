import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { Window } from 'happy-dom';
import { withBasePath } from './base-path.js';

/** @param {string} head */
function openPage(head) {
  const { document } = new Window();
  document.head.innerHTML = head;
  Object.assign(globalThis, { document });
}

afterEach(() => Reflect.deleteProperty(globalThis, 'document'));

test('an address begins with the path that the page names', () => {
  openPage('<meta name="sealcast-base" content="/videos">');
  assert.equal(withBasePath('/api/videos?q=a'), '/videos/api/videos?q=a');
  assert.equal(withBasePath('/'), '/videos/');
});

test('at the root of a server an address is the path', () => {
  openPage('<meta name="sealcast-base" content="">');
  assert.equal(withBasePath('/upload'), '/upload');
});

test('without a page an address is the path', () => {
  assert.equal(withBasePath('/upload'), '/upload');
});
