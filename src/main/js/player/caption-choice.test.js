import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { CaptionChoice } from './caption-choice.js';

/** The text tracks of Shaka's player, of which at most one is active. */
class FakePlayer extends EventTarget {
  preferredText = [];
  tracks = [];

  configure({ preferredText }) {
    this.preferredText = preferredText;
  }

  load(...languages) {
    const [wanted] = this.preferredText;
    this.tracks = languages.map((language) => ({ language, active: wanted?.language === language }));
    this.dispatchEvent(new Event('textchanged'));
  }

  getTextTracks() {
    return this.tracks;
  }

  selectTextTrack(track) {
    this.tracks.forEach((other) => (other.active = other === track));
    this.dispatchEvent(new Event('textchanged'));
  }

  get shown() {
    return this.tracks.find((track) => track.active)?.language ?? null;
  }
}

describe('the choice of captions', () => {
  let stored;

  beforeEach(() => {
    const value = { language: 'fr-CH' };
    Object.defineProperty(globalThis, 'navigator', { value, configurable: true });
    stored = new Map();
  });

  const storage = () => ({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => stored.set(key, value),
  });

  function open(...languages) {
    const player = new FakePlayer();
    const choice = new CaptionChoice(player, storage);
    choice.applyBeforeLoad();
    player.load(...languages);
    choice.loaded();
    return { player, choice };
  }

  test('is applied to captions that are added after the load', () => {
    const { player, choice } = open();
    const add = (...languages) => {
      player.tracks = languages.map((language) => ({ language, active: false }));
    };
    add('de', 'fr');
    choice.apply();
    assert.equal(player.shown, null);
    choice.choose('fr');
    choice.apply();
    assert.equal(player.shown, 'fr');
    add('de');
    choice.apply();
    assert.equal(player.shown, null);
  });

  test('is off until a viewer chooses a language, and then for the next video', () => {
    const { player } = open('de', 'fr');
    assert.equal(player.shown, null);
    player.selectTextTrack(player.tracks[1]);
    assert.equal(open('de', 'fr').player.shown, 'fr');
  });

  test('stays when a video doesn’t have the language', () => {
    const { player } = open('de', 'fr');
    player.selectTextTrack(player.tracks[0]);
    assert.equal(open('fr').player.shown, null);
    assert.equal(open().player.shown, null);
    assert.equal(open('fr', 'de').player.shown, 'de');
  });

  test('is off again after a viewer switched it off, and toggles back to its language', () => {
    const { player } = open('de', 'fr');
    player.selectTextTrack(player.tracks[1]);
    player.selectTextTrack(null);
    const next = open('de', 'fr');
    assert.equal(next.player.shown, null);
    next.choice.toggle();
    assert.equal(next.player.shown, 'fr');
    next.choice.toggle();
    assert.equal(next.player.shown, null);
  });

  test('toggles to the language of the browser when none was chosen, or else the first', () => {
    const { player, choice } = open('xx', 'fr');
    choice.toggle();
    assert.equal(player.shown, 'fr');
    stored.clear();
    const other = open('xx', 'yy');
    other.choice.toggle();
    assert.equal(other.player.shown, 'xx');
    open().choice.toggle();
  });

  test('can be made before captions are loaded', () => {
    open('de').choice.choose('fr');
    assert.equal(open('de', 'fr').player.shown, 'fr');
  });

  test('ignores what it can’t read, and works where storage is forbidden', () => {
    stored.set('sealcast.captions', '{"version":1,"language":7');
    assert.equal(open('de').player.shown, null);
    stored.set('sealcast.captions', '{"version":2,"on":true,"language":"de"}');
    assert.equal(open('de').player.shown, null);
    const player = new FakePlayer();
    const choice = new CaptionChoice(player, () => {
      throw new Error('forbidden');
    });
    choice.applyBeforeLoad();
    player.load('de');
    choice.toggle();
    assert.equal(player.shown, 'de');
  });
});
