import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Window } from 'happy-dom';
import { addSeekTracks, renewStoryboard } from './seek-tracks.js';

const MEDIA = 'https://videos.example.org/api/stream/7/media/r1/';
const urlOf = (object) => MEDIA + object;

/** A player that notes the tracks that are added. */
function recorder(failing = false) {
  const tracks = [];
  const add = (kind) => async (...args) => {
    tracks.push([kind, ...args]);
    if (failing) {
      throw new Error('404');
    }
  };
  return { tracks, addThumbnailsTrack: add('storyboard'), addChaptersTrack: add('chapters') };
}

const BOTH = { storyboard: 'storyboard.vtt', chapters: 'chapters.vtt' };

test('a video gets its storyboard and its chapters', async () => {
  const player = recorder();
  await addSeekTracks(player, BOTH, urlOf);
  assert.deepEqual(player.tracks, [
    ['storyboard', `${MEDIA}storyboard.vtt`, 'text/vtt'],
    ['chapters', `${MEDIA}chapters.vtt`, 'und', 'text/vtt'],
  ]);
});

test('a video without them gets nothing, nor does one of an earlier server', async () => {
  const player = recorder();
  await addSeekTracks(player, { storyboard: null, chapters: null }, urlOf);
  await addSeekTracks(player, {}, urlOf);
  assert.deepEqual(player.tracks, []);
});

test('what can’t be loaded fails nothing, and the other is added all the same', async () => {
  const player = recorder(true);
  await addSeekTracks(player, BOTH, urlOf);
  assert.equal(player.tracks.length, 2);
});

test('a picture of a session that has ended is loaded under the current one, once', () => {
  const window = new Window();
  const { document } = window;
  document.body.innerHTML =
    '<div id="player"><img class="shaka-player-ui-thumbnail-image"><img class="other"></div>';
  const [picture, other] = document.querySelectorAll('img');
  const path = 'https://videos.example.org/api/stream/7/media';
  picture.src = `${path}/r1/storyboard-0.jpg`;
  other.src = `${path}/r1/poster.jpg`;
  let current = null;
  renewStoryboard(document.getElementById('player'), () => current);

  picture.dispatchEvent(new window.Event('error'));
  assert.equal(picture.src, `${path}/r1/storyboard-0.jpg`);
  current = { requestId: 'r2' };
  picture.dispatchEvent(new window.Event('error'));
  other.dispatchEvent(new window.Event('error'));
  assert.equal(picture.src, `${path}/r2/storyboard-0.jpg`);
  assert.equal(other.src, `${path}/r1/poster.jpg`);
});
