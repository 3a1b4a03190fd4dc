import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { ResumeStore } from './resume-store.js';

const SESSION = { request_id: 'r1', file_id: 7, manifest_url: '/api/stream/7/manifest/r1.m3u8' };
const IN_THE_MIDDLE = { at: 42.5, paused: false, duration: 60 };

describe('the store of a tab', () => {
  let items;
  let store;
  const storage = () => ({
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  });
  const reloaded = (account = '1') => new ResumeStore(storage, account);

  beforeEach(() => {
    items = new Map();
    store = reloaded();
  });

  test('is empty at first', () => {
    assert.equal(store.session(7), null);
    assert.equal(store.position(7), null);
    assert.deepEqual(store.takeSessions(), []);
  });

  test('keeps session and position of each video over a reload', () => {
    store.saveSession(7, SESSION);
    store.savePosition(7, IN_THE_MIDDLE);
    store.savePosition(8, { ...IN_THE_MIDDLE, at: 3, paused: true });
    assert.deepEqual(reloaded().session(7), SESSION);
    assert.deepEqual(reloaded().position(7), { at: 42.5, paused: false });
    assert.deepEqual(reloaded().position(8), { at: 3, paused: true });
    assert.equal(reloaded().session(8), null);
  });

  test('is cleared for another account', () => {
    store.saveSession(7, SESSION);
    store.savePosition(7, IN_THE_MIDDLE);
    const hers = reloaded('2');
    assert.equal(hers.session(7), null);
    assert.equal(hers.position(7), null);
    assert.ok(![...items.values()].join().includes('r1'));
    assert.equal(reloaded().session(7), null);
  });

  test('keeps the position when the session has ended', () => {
    store.saveSession(7, SESSION);
    store.savePosition(7, IN_THE_MIDDLE);
    store.removeSession(7);
    assert.equal(reloaded().session(7), null);
    assert.equal(reloaded().position(7).at, 42.5);
  });

  test('has no position of a video that was watched to its end', () => {
    store.savePosition(7, IN_THE_MIDDLE);
    store.savePosition(7, { at: 59.9, paused: false, duration: 60 });
    assert.equal(store.position(7), null);
  });

  test('is bounded, and drops the video that was watched longest ago', (t) => {
    t.mock.timers.enable({ apis: ['Date'] });
    for (let id = 1; id <= 60; id++) {
      t.mock.timers.tick(1_000);
      store.savePosition(id, IN_THE_MIDDLE);
    }
    assert.equal(store.position(10), null);
    assert.notEqual(store.position(11), null);
    assert.notEqual(store.position(60), null);
  });

  test('returns its sessions once, for signing out', () => {
    store.saveSession(7, SESSION);
    store.savePosition(8, IN_THE_MIDDLE);
    assert.deepEqual(store.takeSessions(), [SESSION]);
    assert.deepEqual(store.takeSessions(), []);
    assert.equal(items.size, 0);
  });

  test('is empty where the browser forbids storage or the content is invalid', () => {
    const forbidden = new ResumeStore(() => {
      throw new DOMException('', 'SecurityError');
    }, '1');
    forbidden.saveSession(7, SESSION);
    assert.equal(forbidden.session(7), null);
    assert.deepEqual(forbidden.takeSessions(), []);
    items.set('sealcast.watch', '{"account":');
    assert.equal(reloaded().session(7), null);
  });
});
