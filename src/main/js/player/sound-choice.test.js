import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { SoundChoice } from './sound-choice.js';

class Player extends EventTarget {
  /** @type {{language: string, active: boolean}[]} */
  tracks = [];
  /** @type {string | undefined} */
  preferred;

  getAudioTracks() {
    return this.tracks;
  }

  configure({ preferredAudio }) {
    this.preferred = preferredAudio[0].language;
  }

  select(language) {
    this.tracks = this.tracks.map((track) => ({ ...track, active: track.language === language }));
    this.dispatchEvent(new Event('audiotrackschanged'));
  }
}

let stored;
const storage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
};

/** Loads a video with some languages, of which the first one is played. */
function load(languages, store = () => storage) {
  const player = new Player();
  const choice = new SoundChoice(player, store);
  choice.applyBeforeLoad();
  player.tracks = languages.map((language) => ({ language, active: false }));
  player.select(languages[0]);
  choice.loaded();
  return player;
}

beforeEach(() => {
  stored = new Map();
});

test('remembers the language that the viewer chooses', () => {
  load(['de', 'en']).select('en');
  assert.equal(load(['de', 'en']).preferred, 'en');
});

test('does not remember what the player chooses by itself', () => {
  load(['de', 'en']);
  assert.equal(load(['en']).preferred, undefined);
});

test('a video in another language changes nothing', () => {
  load(['de', 'en']).select('en');
  load(['fr']);
  assert.equal(load(['de', 'en']).preferred, 'en');
});

test('ignores what it did not store and works without storage', () => {
  stored.set('sealcast.sound', '{"version":2,"language":"en"}');
  assert.equal(load(['de']).preferred, undefined);
  stored.set('sealcast.sound', 'no JSON');
  assert.equal(load(['de']).preferred, undefined);
  const forbidden = () => {
    throw new Error('forbidden');
  };
  load(['de', 'en'], forbidden).select('en');
});
