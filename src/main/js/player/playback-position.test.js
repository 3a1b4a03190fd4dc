import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { PlaybackPosition } from './playback-position.js';

describe('the position of a video', () => {
  let video;
  let saved;
  let writes;
  let loaded;
  let server;
  let position;

  beforeEach(() => {
    video = Object.assign(new EventTarget(), {
      currentTime: 0,
      duration: 100,
      paused: false,
      ended: false,
    });
    saved = null;
    writes = 0;
    loaded = true;
    const store = {
      position: () => saved,
      savePosition(fileId, { at, paused }) {
        assert.equal(fileId, 7);
        saved = { at, paused };
        writes++;
      },
    };
    server = { seconds: null, calls: [] };
    for (const method of ['saveRegularly', 'save', 'saveLast']) {
      server[method] = (seconds) => server.calls.push([method, seconds]);
    }
    position = new PlaybackPosition(video, store, server, 7, () => loaded);
  });

  function playTo(seconds) {
    video.currentTime = seconds;
    video.dispatchEvent(new Event('timeupdate'));
  }

  test('is saved in steps of a second, once the video has reached its start', () => {
    playTo(3);
    assert.equal(saved, null);
    position.startSaving();
    playTo(5);
    playTo(5.5);
    assert.deepEqual(saved, { at: 5, paused: false });
    playTo(6);
    assert.deepEqual(saved, { at: 6, paused: false });
    assert.equal(writes, 2);
  });

  test('isn’t saved as paused by a browser that can’t load the video any further', () => {
    position.startSaving();
    playTo(5);
    Object.assign(video, { error: { code: 4 }, paused: true, currentTime: 50 });
    position.stopSaving();
    assert.deepEqual(saved, { at: 50, paused: false });
  });

  test('is saved when the video is paused, but not as paused at its end', () => {
    position.startSaving();
    playTo(5);
    video.paused = true;
    video.dispatchEvent(new Event('pause'));
    assert.equal(position.wasPaused, true);
    video.ended = true;
    playTo(100);
    assert.equal(position.wasPaused, false);
  });

  test('is saved once more at the end of saving, and not after it', () => {
    position.startSaving();
    playTo(5);
    video.currentTime = 5.7;
    position.stopSaving();
    assert.equal(saved.at, 5.7);
    playTo(90);
    assert.equal(saved.at, 5.7);
  });

  test('of an element without media is not saved', () => {
    position.startSaving();
    loaded = false;
    playTo(5);
    assert.equal(saved, null);
    assert.deepEqual(server.calls, []);
  });

  test('is the video’s current time, or where it has to start', (t) => {
    video.currentTime = 12;
    assert.equal(position.seconds, 12);
    loaded = false;
    const navigation = { type: 'navigate' };
    t.mock.method(performance, 'getEntriesByType', () => [navigation]);
    globalThis.location = { search: '?v=7&t=90' };
    t.after(() => delete globalThis.location);
    saved = { at: 42, paused: false };
    server.seconds = 30;
    assert.equal(position.seconds, 90);
    navigation.type = 'reload';
    assert.equal(position.seconds, 42);
    saved = null;
    assert.equal(position.seconds, 90);
    location.search = '?v=7';
    assert.equal(position.seconds, 30);
    server.seconds = null;
    assert.equal(position.seconds, 0);
  });

  test('is that of the tab once the video has played, whatever the link says', (t) => {
    loaded = false;
    t.mock.method(performance, 'getEntriesByType', () => [{ type: 'navigate' }]);
    globalThis.location = { search: '?v=7&t=90' };
    t.after(() => delete globalThis.location);
    saved = { at: 42, paused: false };
    position.startSaving();
    assert.equal(position.seconds, 42);
  });

  test('is the one on the server at another visit, since another device may have saved it', (t) => {
    loaded = false;
    t.mock.method(performance, 'getEntriesByType', () => [{ type: 'navigate' }]);
    globalThis.location = { search: '?v=7' };
    t.after(() => delete globalThis.location);
    saved = { at: 42, paused: false };
    server.seconds = 30;
    assert.equal(position.seconds, 30);
    server.seconds = null;
    assert.equal(position.seconds, 42);
    saved = null;
    assert.equal(position.seconds, 0);
  });

  test('is saved on the server while the video plays, at a pause, a seek and the end', () => {
    playTo(3);
    video.dispatchEvent(new Event('seeked'));
    assert.deepEqual(server.calls, []);
    position.startSaving();
    playTo(5);
    video.paused = true;
    video.dispatchEvent(new Event('pause'));
    playTo(6);
    video.currentTime = 40;
    video.dispatchEvent(new Event('seeked'));
    position.stopSaving();
    assert.deepEqual(server.calls, [
      ['saveRegularly', 5],
      ['save', 5],
      ['save', 40],
      ['saveLast', 40],
    ]);
  });

  test('of a video that has ended is none on the server', () => {
    position.startSaving();
    Object.assign(video, { currentTime: 100, paused: true, ended: true });
    video.dispatchEvent(new Event('ended'));
    position.stopSaving();
    assert.deepEqual(server.calls, [
      ['save', 0],
      ['saveLast', 0],
    ]);
  });
});
