import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { registerExtendableParsers } from './extendable-parser.js';

const FIRST_SOUND = 'r1/720p.mp4.sound.m3u8';
const DASH = 'application/dash+xml';
let listed;
let isDynamic;
let parsers;
let factories;
let filtered;
let isPlayable;
let loaded;

/** A parser of Shaka's, which counts ids from 1. */
class Parser {
  stops = 0;
  configurations = [];

  constructor() {
    parsers.push(this);
  }

  configure(...configuration) {
    this.configurations.push(configuration);
  }

  async start(uri, player) {
    if (listed === null) {
      throw new Error('unreachable');
    }
    player.onManifestUpdated();
    let id = 1;
    const sounds = new Map();
    const soundOf = (originalId) => {
      if (!sounds.has(originalId)) {
        sounds.set(originalId, { id: id++, originalId, createSegmentIndex: async () => {} });
      }
      return sounds.get(originalId);
    };
    soundOf(FIRST_SOUND);
    const dynamic = isDynamic;
    return {
      presentationTimeline: { isDynamic: () => dynamic && isDynamic, getDuration: () => 60 },
      variants: listed.map((names) => {
        const [originalId, sound = FIRST_SOUND] = names.split('|');
        const audio = soundOf(sound);
        const height = Number(/(\d+)p/.exec(originalId)?.[1]);
        const video = { id: id++, originalId, height, width: (height * 16) / 9, fits: [] };
        video.createSegmentIndex = async () => {
          video.segmentIndex = { fit: (...range) => video.fits.push(range) };
        };
        return { id: id++, audio, video, allowedByApplication: true };
      }),
    };
  }

  async stop() {
    this.stops++;
  }
}

beforeEach(() => {
  listed = ['r1/720p.mp4.picture.m3u8'];
  isDynamic = false;
  parsers = [];
  filtered = 0;
  isPlayable = () => true;
  factories = new Map();
  loaded = registerExtendableParsers({
    hls: { HlsParser: Parser },
    dash: { DashParser: Parser },
    media: {
      ManifestParser: { registerParserByMime: (type, factory) => factories.set(type, factory) },
    },
  });
});

async function load(type = 'application/x-mpegurl') {
  const parser = factories.get(type)();
  parser.configure({ disableVideo: false }, () => false);
  const player = {
    updates: 0,
    filter: async (manifest) => {
      filtered++;
      assert.ok(manifest.variants.every((variant) => variant.allowedByApplication));
      manifest.variants = manifest.variants.filter(isPlayable);
      if (manifest.variants.length === 0) {
        throw new Error('unsupported');
      }
    },
    onManifestUpdated: () => player.updates++,
  };
  const manifest = await parser.start('https://x/api/stream/7/manifest/r1.m3u8', player);
  return { parser, player, manifest };
}

test('a manifest names the files of its renditions, by HLS and by DASH', async () => {
  const hls = await load();
  assert.equal(loaded(), hls.parser);
  assert.deepEqual([...hls.parser.renditions], ['720p.mp4']);
  listed = ['720p.mp4.picture', '480p.mp4'];
  const dash = await load(DASH);
  assert.equal(loaded(), dash.parser);
  assert.deepEqual([...dash.parser.renditions], ['720p.mp4', '480p.mp4']);
});

test('a size that is there is not added in another codec', async () => {
  const { parser, manifest } = await load();
  listed.push('r1/720p-av1.mp4.m3u8', 'r1/480p.mp4.m3u8', 'r1/480p-av1.mp4.m3u8');
  assert.equal(await parser.extend(), true);
  assert.deepEqual(
    manifest.variants.map(({ video }) => video.height),
    [720, 480],
  );
  assert.ok(parser.renditions.has('720p-av1.mp4'), 'it is not offered again');
});

test('further renditions join the others with the sound that is played', async () => {
  const { parser, player, manifest } = await load();
  const [{ audio }] = manifest.variants;
  listed = ['r2/720p.mp4.picture.m3u8', 'r2/480p.mp4.m3u8', 'r2/360p.mp4.m3u8'];
  assert.equal(await parser.extend(), true);
  assert.equal(manifest.variants.length, 3);
  assert.ok(manifest.variants.every((variant) => variant.audio === audio));
  const ids = manifest.variants.flatMap(({ id, video }) => [id, video.id]);
  assert.equal(new Set([...ids, audio.id]).size, 7, 'no id twice');
  assert.deepEqual([...parser.renditions], ['720p.mp4', '480p.mp4', '360p.mp4']);
  assert.equal(filtered, 1);
  assert.equal(player.updates, 1, 'the player hears of the manifest that it plays only');
  assert.equal(manifest.variants[1].allowedByApplication, false, 'by which Shaka sees a change');

  listed = [...listed, 'r2/240p.mp4.m3u8'];
  await parser.extend();
  assert.equal(manifest.variants.length, 4);
  const again = manifest.variants.map(({ id }) => id);
  assert.equal(new Set(again).size, 4);
});

test('further sound joins the pictures that are played', async () => {
  const { parser, manifest } = await load();
  const [{ video, audio }] = manifest.variants;
  const sound = 'r2/sound2.mp4.m3u8';
  listed = ['r2/720p.mp4.picture.m3u8', `r2/720p.mp4.picture.m3u8|${sound}`];
  assert.equal(await parser.extend(), true);
  assert.equal(manifest.variants.length, 2);
  const [, added] = manifest.variants;
  assert.equal(added.video, video);
  assert.equal(added.audio.originalId, sound);
  assert.notEqual(added.audio.id, audio.id);
  assert.notEqual(added.audio.groupId, audio.groupId, 'Shaka changes between no two sounds');
  assert.deepEqual([...parser.renditions], ['720p.mp4', 'sound2.mp4']);
  assert.deepEqual(video.fits, []);

  listed = [...listed, 'r2/480p.mp4.m3u8', `r2/480p.mp4.m3u8|${sound}`];
  await parser.extend();
  assert.equal(manifest.variants.length, 4);
  assert.deepEqual(
    manifest.variants.slice(2).map((variant) => variant.audio),
    [audio, added.audio],
  );
});

test('the segments of what was added end where the presentation ends', async () => {
  const { parser, manifest } = await load();
  listed = [...listed, 'r1/480p.mp4.m3u8'];
  await parser.extend();
  const { video } = manifest.variants[1];
  await video.createSegmentIndex();
  assert.deepEqual(video.fits, [[0, 60]]);
});

test('a manifest without anything new stays as it is', async () => {
  const { parser, manifest } = await load();
  assert.equal(await parser.extend(), true);
  assert.equal(manifest.variants.length, 1);
  assert.equal(filtered, 0);
  assert.equal(parsers[1].stops, 1);
});

test('what this browser can’t play isn’t added, and isn’t read again', async () => {
  const { parser, manifest } = await load();
  const [playing] = manifest.variants;
  listed = [...listed, 'r1/480p.mp4.m3u8'];
  isPlayable = () => false;
  assert.equal(await parser.extend(), true);
  assert.deepEqual(manifest.variants, [playing]);
  assert.deepEqual([...parser.renditions], ['720p.mp4', '480p.mp4']);
  isPlayable = ({ video }) => video.originalId.includes('240p');
  listed = [...listed, 'r1/360p.mp4.m3u8', 'r1/240p.mp4.m3u8'];
  await parser.extend();
  assert.equal(manifest.variants.length, 2);
});

test('a growing manifest is extended when it is complete', async () => {
  isDynamic = true;
  listed = ['720p.mp4.picture'];
  const { parser, manifest } = await load(DASH);
  assert.equal(await parser.extend(), false);
  isDynamic = false;
  listed = ['720p.mp4.picture', '480p.mp4'];
  assert.equal(await parser.extend(), true);
  assert.equal(manifest.variants.length, 2);
});

test('a manifest that can’t be requested changes nothing, and may be requested again', async () => {
  const { parser, manifest } = await load();
  const before = listed;
  listed = null;
  await assert.rejects(parser.extend());
  assert.equal(parsers[1].stops, 1);
  assert.equal(manifest.variants.length, 1);
  listed = [...before, 'r1/480p.mp4.m3u8'];
  await parser.extend();
  assert.equal(manifest.variants.length, 2);
});

test('all parsers are configured and stopped together', async () => {
  const { parser } = await load();
  listed = [...listed, 'r1/480p.mp4.m3u8'];
  await parser.extend();
  assert.deepEqual(parsers[1].configurations, parsers[0].configurations);
  parser.configure({ disableVideo: true });
  assert.deepEqual(parsers.map(({ configurations }) => configurations.length), [2, 2]);
  await parser.stop();
  assert.deepEqual(parsers.map(({ stops }) => stops), [1, 1]);
  assert.equal(await parser.extend(), false);
});
