import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Change, RenditionUpdates, changeOf } from './rendition-updates.js';

const video = (...files) => ({
  file_id: 7,
  status: 'processed',
  renditions: files.map((object) => ({ object })),
});

describe('what a video has got', () => {
  const known = new Set(['720p.mp4', '480p.mp4']);

  test('is nothing while the player knows all', () => {
    assert.equal(changeOf(known, video('720p.mp4', '480p.mp4')), Change.NONE);
    assert.equal(changeOf(known, video('720p.mp4')), Change.NONE);
    assert.equal(changeOf(known, video()), Change.NONE);
    assert.equal(changeOf(null, video('720p.mp4')), Change.NONE);
  });

  test('is nothing while it is being prepared', () => {
    const growing = { ...video('720p-2.mp4'), status: 'processing' };
    assert.equal(changeOf(known, growing), Change.NONE);
  });

  test('are smaller sizes, or other renditions than those that are played', () => {
    assert.equal(changeOf(known, video('720p.mp4', '480p.mp4', '360p.mp4')), Change.ADDED);
    assert.equal(changeOf(known, video('720p-2.mp4')), Change.REPLACED);
  });
});

describe('the player', () => {
  let element;
  let player;
  let loads;
  let now;
  let updates;

  beforeEach(() => {
    globalThis.document = { pictureInPictureElement: null };
    element = Object.assign(new EventTarget(), { paused: false, ended: false, seeking: false });
    loads = [];
    now = 0;
    player = {
      renditions: new Set(['720p.mp4']),
      canAddRenditions: true,
      found: ['720p.mp4', '480p.mp4'],
      isReachable: true,
      isGrowing: false,
      asked: 0,
      async addRenditions() {
        this.asked++;
        if (!this.isReachable) {
          throw new Error('unreachable');
        }
        if (this.isGrowing) {
          return false;
        }
        this.renditions = new Set(this.found);
        return true;
      },
      async canReload() {
        return this.isReachable;
      },
    };
    updates = new RenditionUpdates(
      element,
      {
        player: () => player,
        reload: async () => {
          loads.push(player.found);
          player.renditions = new Set(player.found);
        },
      },
      () => now,
    );
  });

  const settle = () => new Promise(setImmediate);

  const pause = (paused) => {
    element.paused = paused;
    element.dispatchEvent(new Event(paused ? 'pause' : 'play'));
    return settle();
  };

  test('takes in smaller sizes at once while it plays, without a new load', async () => {
    updates.update(video('720p.mp4', '480p.mp4'));
    await settle();
    assert.deepEqual([...player.renditions], ['720p.mp4', '480p.mp4']);
    updates.update(video('720p.mp4', '480p.mp4'));
    await settle();
    assert.equal(player.asked, 1);
    assert.deepEqual(loads, []);
  });

  test('takes in a size that is announced while it takes in another', async () => {
    updates.update(video('720p.mp4', '480p.mp4'));
    updates.update(video('720p.mp4', '480p.mp4', '360p.mp4'));
    await settle();
    assert.equal(player.asked, 2);
  });

  test('doesn’t ask again for a size that its manifest lacks', async () => {
    player.found = ['720p.mp4'];
    for (let event = 0; event < 3; event++) {
      updates.update(video('720p.mp4', '480p.mp4'));
      await settle();
    }
    assert.equal(player.asked, 1);
  });

  test('tries again at the next event or pause when the server can’t be reached', async () => {
    player.isReachable = false;
    updates.update(video('720p.mp4', '480p.mp4'));
    await settle();
    player.isReachable = true;
    await pause(true);
    assert.deepEqual([...player.renditions], ['720p.mp4', '480p.mp4']);
  });

  test('waits for the end of a manifest that grows', async () => {
    player.isGrowing = true;
    updates.update(video('720p.mp4', '480p.mp4'));
    await settle();
    player.isGrowing = false;
    updates.look(); // The manifest was requested for the last time.
    await settle();
    assert.deepEqual([...player.renditions], ['720p.mp4', '480p.mp4']);
  });

  test('loads a new rendition when the viewer pauses, and doesn’t interrupt before', async () => {
    player.found = ['720p-2.mp4'];
    updates.update(video('720p-2.mp4'));
    await settle();
    assert.deepEqual(loads, []);
    await pause(true);
    await pause(true);
    assert.deepEqual(loads, [['720p-2.mp4']]);
  });

  test('loads a new rendition when the picture stops, but not from a server that is away', async () => {
    player.found = ['720p-2.mp4'];
    player.isReachable = false;
    updates.update(video('720p-2.mp4'));
    updates.setBuffering(true);
    await settle();
    assert.deepEqual(loads, []);
    player.isReachable = true;
    updates.setBuffering(false);
    await settle();
    assert.deepEqual(loads, []);
    updates.setBuffering(true);
    await settle();
    assert.equal(loads.length, 1);
  });

  test('doesn’t load what goes on while the server is asked', async () => {
    updates.update(video('720p-2.mp4'));
    element.paused = true;
    element.dispatchEvent(new Event('pause'));
    element.paused = false;
    await settle();
    assert.deepEqual(loads, []);
  });

  test('doesn’t close the viewer’s window with the picture', async () => {
    document.pictureInPictureElement = element;
    updates.update(video('720p-2.mp4'));
    await pause(true);
    assert.deepEqual(loads, []);
    document.pictureInPictureElement = null;
    element.dispatchEvent(new Event('leavepictureinpicture'));
    await settle();
    assert.equal(loads.length, 1);
  });

  test('of a browser that plays by itself loads again only when the picture stops', async () => {
    player.canAddRenditions = false;
    updates.update(video('720p.mp4', '480p.mp4'));
    await pause(true);
    assert.deepEqual([loads, player.asked], [[], 0]);
    updates.setBuffering(true);
    await settle();
    assert.equal(loads.length, 1);
  });

  test('loads again once when a part is lost, and after a while once more', () => {
    assert.equal(updates.recover(), true);
    now = 10_000;
    assert.equal(updates.recover(), false);
    now = 100_000;
    assert.equal(updates.recover(), true);
    assert.equal(loads.length, 2);
  });

  test('isn’t asked while it plays nothing', async () => {
    const loaded = player;
    player = null;
    updates.update(video('720p.mp4', '480p.mp4'));
    await settle();
    assert.equal(loaded.asked, 0);
  });
});
