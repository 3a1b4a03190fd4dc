import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ResumeStore } from '../player/resume-store.js';
import { openPage } from '../testing/page.js';

const SESSION = { file_id: 7, request_id: 'r1' };

let window;
let form;
let stored;
let calls;
let visits = 0;

beforeEach(() => {
  window = openPage('index');
  form = document.createElement('form');
  form.id = 'leave';
  document.body.append(form);
  stored = new Map();
  calls = [];
  globalThis.sessionStorage = {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
    removeItem: (key) => stored.delete(key),
  };
  globalThis.fetch = async (url, { method }) => {
    calls.push(`${method} ${url}`);
    throw new TypeError('the server is unreachable'); // Signing out has to work nevertheless.
  };
  new ResumeStore(() => sessionStorage, '1').saveSession(7, SESSION);
});

afterEach(() => window.close());

async function visitAs(account) {
  document.body.dataset.account = account;
  await import(`./account.js?visit=${++visits}`);
}

/** Presses the button; returns whether the browser sends the form. */
function signOut() {
  const event = new window.Event('submit', { cancelable: true });
  form.dispatchEvent(event);
  return !event.defaultPrevented;
}

test('who signs out ends the tab’s streams first, and is signed out then', async () => {
  await visitAs('1');
  const sent = new Promise((resolve) => (form.requestSubmit = () => resolve(signOut())));
  assert.equal(signOut(), false);
  assert.equal(await sent, true);
  assert.deepEqual(calls, ['DELETE /api/stream/7/r1']);
  assert.equal(stored.size, 0);
});

test('who has no streams is signed out at once', async () => {
  await visitAs('1');
  new ResumeStore(() => sessionStorage, '1').takeSessions();
  assert.equal(signOut(), true);
  assert.deepEqual(calls, []);
});

test('every page clears what another account has left in the tab', async () => {
  await visitAs('2');
  assert.ok(![...stored.values()].join().includes('r1'));
  assert.equal(signOut(), true);
  assert.deepEqual(calls, []);
});
