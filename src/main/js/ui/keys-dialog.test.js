import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from './dom.js';
import { KeysDialog } from './keys-dialog.js';

let window;

beforeEach(() => {
  window = openPage('watch');
  new KeysDialog();
});
afterEach(() => window.close());

function press(target, key, options = {}) {
  target.dispatchEvent(new window.KeyboardEvent('keydown', { key, bubbles: true, ...options }));
}

const isOpen = () => byId('keys', 'dialog').open;

test('the key ? opens the list, and so does the button', () => {
  press(document.body, '?');
  assert.equal(isOpen(), true);
  byId('keys', 'dialog').close();
  byId('keys-open').click();
  assert.equal(isOpen(), true);
});

test('a ? that is typed, or that belongs to the browser, opens nothing', () => {
  byId('unlock').hidden = false;
  byId('key').focus();
  press(byId('key'), '?');
  byId('key').blur();
  press(document.body, '?', { ctrlKey: true });
  press(document.body, 'k');
  assert.equal(isOpen(), false);
});

test('another dialog stays alone', () => {
  byId('cancel', 'dialog').showModal();
  press(document.body, '?');
  assert.equal(isOpen(), false);
});

test('the player doesn’t act on the keys of the list', () => {
  let reached = false;
  document.addEventListener('keydown', () => (reached = true));
  byId('keys-open').click();
  press(byId('keys'), ' ');
  assert.equal(reached, false);
});
