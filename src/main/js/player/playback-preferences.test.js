import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { PLAYBACK_RATES, PlaybackPreferences } from './playback-preferences.js';

const KEY = 'sealcast.playback';

describe('the playback preferences of a browser', () => {
  let items;

  beforeEach(() => (items = new Map()));

  const storage = () => ({
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
  });

  /** A video element as on a new page, with the preferences applied. */
  function visit(from = storage) {
    const video = Object.assign(new EventTarget(), {
      volume: 1,
      muted: false,
      playbackRate: 1,
      defaultPlaybackRate: 1,
    });
    new PlaybackPreferences(from).attach(video);
    return video;
  }

  function change(video, event, values) {
    Object.assign(video, values);
    video.dispatchEvent(new Event(event));
  }

  const of = ({ volume, muted, playbackRate }) => ({ volume, muted, playbackRate });

  test('are the defaults at first, and nothing is stored', () => {
    assert.deepEqual(of(visit()), { volume: 1, muted: false, playbackRate: 1 });
    assert.equal(items.size, 0);
  });

  test('survive a reload', () => {
    const video = visit();
    change(video, 'volumechange', { volume: 0.3, muted: true });
    change(video, 'ratechange', { playbackRate: 1.5 });
    assert.deepEqual([...items.keys()], [KEY]);
    assert.deepEqual(JSON.parse(items.get(KEY)), { version: 1, volume: 0.3, muted: true, rate: 1.5 });
    assert.deepEqual(of(visit()), { volume: 0.3, muted: true, playbackRate: 1.5 });
    change(visit(), 'volumechange', { muted: false });
    assert.deepEqual(of(visit()), { volume: 0.3, muted: false, playbackRate: 1.5 });
  });

  test('keep the chosen speed as the default of the element, to which players return', () => {
    const video = visit();
    change(video, 'ratechange', { playbackRate: 2 });
    assert.equal(video.defaultPlaybackRate, 2);
    assert.equal(visit().defaultPlaybackRate, 2);
  });

  test('ignore the rate of zero of a player that buffers', () => {
    const video = visit();
    change(video, 'ratechange', { playbackRate: 1.25 });
    change(video, 'ratechange', { playbackRate: 0 });
    assert.equal(video.defaultPlaybackRate, 1.25);
    assert.equal(visit().playbackRate, 1.25);
  });

  test('are within their ranges, whatever is stored', () => {
    const store = (value) => items.set(KEY, JSON.stringify({ version: 1, ...value }));
    store({ volume: 7, muted: 'yes', rate: 100 });
    assert.deepEqual(of(visit()), { volume: 1, muted: false, playbackRate: PLAYBACK_RATES.at(-1) });
    store({ volume: -1, rate: 0 });
    assert.deepEqual(of(visit()), { volume: 0, muted: false, playbackRate: PLAYBACK_RATES[0] });
    store({ volume: '0.5', rate: null });
    assert.deepEqual(of(visit()), { volume: 1, muted: false, playbackRate: 1 });
  });

  test('are the defaults where the content is invalid or of another version', () => {
    const garbage = ['', '{"version":', 'null', '7', '"x"', '[]', '{"volume":0.3,"rate":2}'];
    for (const text of [...garbage, '{"version":2,"volume":0.3}']) {
      items.set(KEY, text);
      assert.deepEqual(of(visit()), { volume: 1, muted: false, playbackRate: 1 }, text);
    }
  });

  test('are the defaults where the browser forbids storage', () => {
    const video = visit(() => {
      throw new DOMException('', 'SecurityError');
    });
    change(video, 'volumechange', { volume: 0.3 });
    change(video, 'ratechange', { playbackRate: 1.5 });
    assert.deepEqual(of(video), { volume: 0.3, muted: false, playbackRate: 1.5 });
  });
});
