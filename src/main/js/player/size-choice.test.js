import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepSize } from './size-choice.js';

function playerWith(enabled, ...heights) {
  const player = {
    chosen: [],
    getConfiguration: () => ({ abr: { enabled } }),
    show: (active, ...others) => {
      player.tracks = [active, ...others].map((height) => ({ height, active: height === active }));
    },
    getVideoTracks: () => [...player.tracks],
    selectVideoTrack: ({ height }) => player.chosen.push(height),
  };
  player.show(...heights);
  return player;
}

test('the size that the viewer has chosen is chosen again', () => {
  const player = playerWith(false, 360, 720, 480);
  const choose = keepSize(player);
  player.show(720, 480, 360);
  choose();
  assert.deepEqual(player.chosen, [360]);
});

test('a size that is gone is replaced by the next one', () => {
  const player = playerWith(false, 360, 720);
  const choose = keepSize(player);
  player.show(720, 480, 240);
  choose();
  assert.equal(player.chosen.length, 1);
  assert.ok([480, 240].includes(player.chosen[0]));
});

test('nothing is chosen where the player chooses, or where it has chosen the same', () => {
  const byLine = playerWith(true, 360, 720);
  keepSize(byLine)();
  const same = playerWith(false, 360, 720);
  keepSize(same)();
  assert.deepEqual([byLine.chosen, same.chosen], [[], []]);
});
