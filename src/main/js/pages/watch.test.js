import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { openPage } from '../testing/page.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const KEY = 'a long key for the tests';
const VIDEO = {
  file_id: 7,
  title: 'Board',
  size: 1,
  status: 'processed',
  created_at: '2026-11-22T11:00:00Z',
  storyboard: 'storyboard.vtt',
  chapters: null,
};

/** The page polls after so many milliseconds, for which the tests don't wait. */
const POLL_MS = 4_000;
const setTimer = globalThis.setTimeout;

/** The page with the fake Shaka as one module, so that each visit can load it again. */
async function bundled(directory) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, 'watch.js')],
    bundle: true,
    format: 'esm',
    write: false,
    alias: { 'shaka-player/dist/shaka-player.ui-es2021.js': path.join(here, '../testing/fake-shaka.js') },
  });
  const file = path.join(directory, 'watch.mjs');
  await writeFile(file, outputFiles[0].text);
  return pathToFileURL(file).href;
}

describe('the watch page', () => {
  let directory;
  let module;
  let window;
  let server;
  let stored;
  let remembered;
  let hasMediaSource = true;
  let visits = 0;

  before(async () => {
    globalThis.setTimeout = (task, ms, ...rest) =>
      setTimer(task, ms === POLL_MS ? 10 : ms, ...rest);
    directory = await mkdtemp(path.join(tmpdir(), 'sealcast-watch-'));
    module = await bundled(directory);
  });

  after(() => {
    globalThis.setTimeout = setTimer;
    return rm(directory, { recursive: true, force: true });
  });

  beforeEach(() => {
    hasMediaSource = true;
    stored = new Map();
    remembered = new Map();
    server = { away: false, proxy: 0, sessions: new Set(), asked: [], seconds: null, saves: [] };
    server.video = VIDEO;
    globalThis.fetch = async (url, { method = 'GET', body } = {}) => {
      const address = String(url).replace(/^https?:\/\/[^/]+/, '');
      server.asked.push(`${method} ${address}`);
      if (server.away) {
        throw new TypeError('fetch failed');
      }
      if (server.proxy) {
        return new Response('<html></html>', { status: server.proxy, headers: { Server: 'nginx' } });
      }
      return answer(method, address, body);
    };
  });

  afterEach(() => leave());

  function answer(method, address, body) {
    if (address === '/api/videos/7') {
      const isHers = document.body.dataset.account === '1';
      return Response.json({ ...server.video, position_seconds: isHers ? server.seconds : null });
    }
    if (method === 'PUT' && address === '/api/videos/7/position') {
      const { seconds } = JSON.parse(body);
      server.saves.push(seconds);
      server.seconds = seconds > 0 && seconds < 59 ? seconds : null;
      return new Response(null, { status: 204 });
    }
    if (method === 'POST' && address === '/api/stream/7') {
      const id = `r${server.sessions.size + 1}`;
      server.sessions.add(id);
      return Response.json({
        file_id: 7,
        request_id: id,
        websocket_url: `/api/ws/stream/${id}`,
        events_url: `/api/stream/7/chunks/${id}`,
        media_url: `/api/stream/7/media/${id}/720p.mp4`,
        manifest_url: `/api/stream/7/manifest/${id}.m3u8`,
        dash_url: `/api/stream/7/manifest/${id}.mpd`,
      });
    }
    if (method === 'POST') {
      return new Response(null, { status: 204 }); // The session was left.
    }
    const [, id] = /manifest\/(\w+)\.(?:m3u8|mpd)/.exec(address);
    return server.sessions.has(id)
      ? new Response(['#EXTM3U', ...(server.manifest ?? [])].join('\n'))
      : Response.json({ code: 'session_ended' }, { status: 404 });
  }

  /** Opens the page as the browser does: only the tab's storage is kept. */
  async function visit({ type = 'navigate', search = '?v=7', account = '1' } = {}) {
    window = openPage('watch');
    document.getElementById('stage').dataset.video = '7';
    document.body.dataset.account = account;
    const video = document.getElementById('video');
    const state = { readyState: 0, currentTime: 0, duration: 60, paused: true, ended: false };
    for (const name of Object.keys(state)) {
      const set = (value) => {
        state[name] = value;
      };
      Object.defineProperty(video, name, { get: () => state[name], set });
    }
    const pause = (paused) => {
      state.paused = paused;
      video.dispatchEvent(new window.Event(paused ? 'pause' : 'play'));
    };
    video.play = async () => pause(false);
    video.pause = () => pause(true);
    Object.assign(globalThis, {
      window,
      addEventListener: window.addEventListener.bind(window),
      location: { search, href: `http://localhost:8000/watch${search}`, pathname: '/watch' },
      MutationObserver: window.MutationObserver,
      MediaSource: hasMediaSource ? class {} : undefined,
      sessionStorage: {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => stored.set(key, value),
      },
      localStorage: {
        getItem: (key) => remembered.get(key) ?? null,
        setItem: (key, value) => remembered.set(key, value),
      },
    });
    performance.getEntriesByType = () => [{ type }];
    await import(`${module}?visit=${++visits}`);
    return video;
  }

  function leave() {
    window.dispatchEvent(new window.Event('pagehide'));
    window.close();
  }

  const state = () => document.getElementById('stage').dataset.state;
  const words = (id) => document.getElementById(id).textContent;

  async function until(condition, what) {
    const end = Date.now() + 20_000;
    while (!condition()) {
      assert.ok(Date.now() < end, what ?? `${condition} in ${state()}: ${words('waiting-text')}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async function watchTo(second) {
    const video = await visit();
    await until(() => state() === 'locked');
    enterKey();
    await until(() => state() === 'playing');
    playTo(video, second);
    return video;
  }

  function enterKey() {
    document.getElementById('key').value = KEY;
    submit();
  }

  function submit() {
    document.getElementById('unlock').dispatchEvent(new window.Event('submit', { cancelable: true }));
  }

  function playTo(video, second) {
    video.currentTime = second;
    video.dispatchEvent(new window.Event('timeupdate'));
  }

  const opened = () => server.asked.filter((call) => call === 'POST /api/stream/7').length;

  test('continues at its position after Back and a reload, without a stored key', async () => {
    await watchTo(42);
    leave();
    assert.ok(server.asked.includes('POST /api/stream/7/r1/leave'));
    for (const type of ['back_forward', 'reload']) {
      const video = await visit({ type });
      await until(() => state() === 'playing');
      assert.equal(video.currentTime, 42);
      assert.equal(video.paused, false);
      leave();
    }
    assert.equal(opened(), 1);
    assert.ok(![...stored.values()].join().includes(KEY));
    await visit();
  });

  test('offers the storyboard of the stream, after a reload too, and no chapters where there are none', async () => {
    const storyboard = ['http://localhost:8000/api/stream/7/media/r1/storyboard.vtt'];
    const video = await watchTo(42);
    assert.deepEqual(video.player.seekTracks, storyboard);
    leave();
    const again = await visit({ type: 'reload' });
    await until(() => state() === 'playing');
    assert.deepEqual(again.player.seekTracks, storyboard);
  });

  test('is paused after a reload when it was paused before', async () => {
    const left = await watchTo(42);
    left.pause();
    leave();
    const video = await visit({ type: 'reload' });
    await until(() => state() === 'playing');
    assert.deepEqual([video.currentTime, video.paused], [42, true]);
  });

  test('asks for the key at the same place when the stream has ended meanwhile', async () => {
    await watchTo(42);
    leave();
    server.sessions.clear();
    const video = await visit({ type: 'back_forward' });
    await until(() => state() === 'locked');
    assert.equal(words('unlock-heading'), 'Enter the key again to go on at 0:42');
    assert.equal(words('unlock-reason'), 'The stream has ended.');
    enterKey();
    await until(() => state() === 'playing');
    assert.deepEqual([video.currentTime, video.paused], [42, false]);
  });

  test('offers to continue where the account left off on another device', async () => {
    server.seconds = 83;
    const video = await visit();
    await until(() => state() === 'locked');
    assert.equal(words('unlock-heading'), 'Enter the key to go on at 1:23');
    assert.deepEqual(server.saves, []);
    enterKey();
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 83);
    leave();
    assert.deepEqual(server.saves, []);
    await visit();
  });

  test('saves its position for other devices at a pause, a seek, the end and when it is left', async () => {
    const video = await watchTo(20);
    await until(() => server.seconds === 20);
    playTo(video, 24);
    video.pause();
    await until(() => server.seconds === 24);
    video.currentTime = 40;
    video.dispatchEvent(new window.Event('seeked'));
    await until(() => server.seconds === 40);
    video.currentTime = 45;
    leave();
    await until(() => server.seconds === 45);
    const again = await visit({ type: 'reload' });
    await until(() => state() === 'playing');
    again.ended = true;
    again.dispatchEvent(new window.Event('ended'));
    await until(() => server.seconds === null);
    assert.deepEqual(server.saves, [20, 24, 40, 45, 0]);
  });

  test('plays on when its position can’t be saved, and saves a later one', async () => {
    const video = await watchTo(0);
    server.away = true;
    playTo(video, 20);
    await until(() => server.asked.at(-1) === 'PUT /api/videos/7/position');
    await new Promise(setImmediate);
    assert.equal(state(), 'playing');
    server.away = false;
    playTo(video, 30);
    video.pause();
    await until(() => server.seconds === 30);
    assert.equal(state(), 'playing');
  });

  test('remembers volume and speed', async () => {
    const video = await visit();
    await until(() => state() === 'locked');
    video.volume = 0.3;
    video.dispatchEvent(new window.Event('volumechange'));
    video.playbackRate = 1.5;
    video.dispatchEvent(new window.Event('ratechange'));
    leave();
    const { volume, playbackRate } = await visit({ type: 'reload' });
    assert.deepEqual([volume, playbackRate], [0.3, 1.5]);
  });

  test('gives another account neither session nor position', async () => {
    await watchTo(42);
    leave();
    await visit({ type: 'back_forward', account: '2' });
    await until(() => state() === 'locked');
    assert.equal(words('unlock-heading'), 'Enter the key to watch');
  });

  test('starts at the beginning after the end was seen', async () => {
    await watchTo(59.9);
    leave();
    const video = await visit({ type: 'back_forward' });
    await until(() => state() === 'playing');
    assert.deepEqual([video.currentTime, video.paused], [0, false]);
  });

  test('starts at the time in the URL, unless a position was saved', async () => {
    await watchTo(42);
    leave();
    const there = await visit({ search: '?v=7&t=10' });
    await until(() => state() === 'playing');
    assert.equal(there.currentTime, 10);
    playTo(there, 20);
    leave();
    const back = await visit({ search: '?v=7&t=10', type: 'back_forward' });
    await until(() => state() === 'playing');
    assert.equal(back.currentTime, 20);
  });

  test('continues by itself once an unreachable server is back', async () => {
    await watchTo(42);
    leave();
    server.away = true;
    const video = await visit({ type: 'reload' });
    await until(() => state() === 'waiting' && /goes on by itself/.test(words('waiting-text')));
    server.away = false;
    window.dispatchEvent(new window.Event('online'));
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 42);
    assert.equal(opened(), 1);
  });

  test('names the proxy that can’t reach the server, and continues once it is back', async () => {
    await watchTo(42);
    leave();
    server.proxy = 502;
    await visit({ type: 'reload' });
    await until(() => /\(nginx\) can't reach Sealcast/.test(words('waiting-text')));
    server.proxy = 0;
    window.dispatchEvent(new window.Event('online'));
    await until(() => state() === 'playing');
    assert.equal(opened(), 1);
  });

  test('keeps a key that a proxy could not pass on, and names the proxy', async () => {
    await visit();
    await until(() => state() === 'locked');
    server.proxy = 504;
    enterKey();
    submit();
    await until(() => words('key-problem'));
    assert.match(words('key-problem'), /\(nginx\) waited too long.*Your key is still here/);
    assert.equal(document.getElementById('key').value, KEY);
    server.proxy = 0;
    submit();
    await until(() => state() === 'playing');
  });

  test('asks a browser that plays HLS itself why it failed, and goes on at its place', async () => {
    hasMediaSource = false;
    const video = await watchTo(42);
    assert.equal(document.getElementById('stage').dataset.link, 'native');
    server.away = true;
    video.player.fail();
    await until(() => state() === 'waiting');
    assert.match(words('waiting-text'), /The server can't be reached\. This page goes on by itself/);
    server.away = false;
    window.dispatchEvent(new window.Event('online'));
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 42);

    server.sessions.clear();
    video.player.fail();
    await until(() => state() === 'locked');
    assert.equal(words('unlock-heading'), 'Enter the key again to go on at 0:42');
    enterKey();
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 42);
  });

  test('plays HLS natively while the video is being prepared, and goes on behind its end', async () => {
    hasMediaSource = false;
    const video = await watchEarly();
    assert.ok(!server.asked.some((call) => call.endsWith('.mpd')));
    playTo(video, 199);
    change({ prepared_seconds: 400 });
    await until(() => words('preparing-words').includes('6:40'));
    const loads = () => server.asked.filter((call) => call.endsWith('.m3u8')).length;
    assert.equal(loads(), 1);
    video.dispatchEvent(new window.Event('ended'));
    await until(() => loads() === 2);
    await until(() => video.currentTime === 199);
  });

  const EARLY = {
    status: 'processing',
    progress: 20,
    access: 'owner',
    duration_seconds: 1022,
    playable: true,
    prepared_seconds: 200,
  };

  /** Changes the video on the server; the page polls it, since without a sign-in it has no events. */
  function change(more) {
    server.video = { ...server.video, ...more };
  }

  async function watchEarly(search) {
    server.video = { ...VIDEO, ...EARLY };
    const video = await visit({ search });
    await until(() => state() === 'locked' && words('unlock-reason'));
    enterKey();
    await until(() => state() === 'playing');
    return video;
  }

  const isShown = (id) => !document.getElementById(id).hidden;

  test('a video that is being prepared is played as far as it is prepared', async () => {
    server.video = { ...VIDEO, ...EARLY };
    const video = await visit();
    await until(() => state() === 'locked' && words('unlock-reason'));
    assert.equal(words('unlock-heading'), 'Enter the key to watch');
    assert.equal(
      words('unlock-reason'),
      'It is still being prepared (20 %). You can watch the first 3:20 already.',
    );
    document.getElementById('key').value = 'half a k';
    change({ progress: 21, prepared_seconds: 210 });
    await until(() => words('unlock-reason').includes('3:30'));
    assert.equal(document.getElementById('key').value, 'half a k');
    enterKey();
    await until(() => state() === 'playing');
    assert.ok(server.asked.includes('GET /api/stream/7/manifest/r1.mpd'));
    assert.equal(video.currentTime, 0);
    assert.equal(words('preparing-words'), 'Still being prepared: 3:30 of 17:02 can be watched');
    assert.ok(isShown('preparing-fact') && isShown('stop-preparing-now'));
    document.getElementById('stop-preparing-now').click();
    assert.equal(document.getElementById('cancel').open, true);
  });

  test('the viewer is told what the video waits for at the prepared end', async () => {
    const video = await watchEarly();
    playTo(video, 20);
    video.player.buffer(true);
    assert.equal(isShown('toast'), false); // The network is slow.
    video.player.buffer(false);
    playTo(video, 199);
    video.player.buffer(true);
    assert.match(words('toast'), /^Waiting for the next part\. The video goes on by itself/);
    change({ prepared_seconds: 230 });
    await until(() => words('preparing-words').includes('3:50'));
    assert.equal(isShown('toast'), true);
    video.player.buffer(false);
    assert.equal(isShown('toast'), false);
    video.currentTime = 600;
    video.player.buffer(true);
    assert.match(words('toast'), /^This part isn't prepared yet/);
  });

  test('a position that is not prepared yet is waited for', async () => {
    server.seconds = 720;
    server.video = { ...VIDEO, ...EARLY };
    const video = await visit();
    await until(() => state() === 'locked' && words('unlock-reason'));
    assert.equal(words('unlock-heading'), 'Enter the key to go on at 12:00');
    assert.match(words('unlock-reason'), /^12:00 isn't prepared yet.*the first 3:20 can be watched/);
    enterKey();
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 720);
  });

  test('a video that is processed meanwhile plays on, and gets its captions', async () => {
    const video = await watchEarly();
    playTo(video, 42);
    const captions = [{ language: 'de', label: 'Deutsch', object: 'captions.de.vtt' }];
    change({ status: 'processed', progress: 100, prepared_seconds: 1022, captions });
    await until(() => !isShown('preparing-fact'));
    assert.equal(words('preparing-said'), 'The whole video can be watched now');
    assert.deepEqual([state(), video.currentTime, video.paused], ['playing', 42, false]);
    assert.deepEqual(video.player.captions, [
      'de http://localhost:8000/api/stream/7/media/r1/captions.de.vtt',
    ]);
    assert.ok(isShown('captions') && !isShown('stop-preparing-now'));
    assert.equal(server.asked.filter((call) => call.includes('/manifest/')).length, 1);
  });

  test('a video whose preparation fails plays what is loaded, and then says why it ends', async () => {
    const video = await watchEarly();
    playTo(video, 42);
    const failure = { code: 'damaged', message: 'The file is damaged.' };
    change({ status: 'failed', playable: false, prepared_seconds: null, failure });
    await until(() => words('preparing-words').includes('The file is damaged.'));
    assert.match(words('preparing-words'), /What has been loaded plays on/);
    assert.deepEqual([state(), video.paused], ['playing', false]);
    video.player.buffer(true);
    await until(() => state() === 'waiting');
    assert.equal(words('waiting-text'), 'The file is damaged.');
    assert.equal(isShown('preparing-fact'), false);
    change({ status: 'processed', failure: null, playable: true });
    leave();
    await visit({ type: 'reload' });
    await until(() => state() === 'locked');
    assert.equal(words('unlock-heading'), 'Enter the key to go on at 0:42');
  });

  test('a preparation that starts anew is waited for, and the video goes on at its place', async () => {
    const video = await watchEarly('?v=7&t=90');
    playTo(video, 150);
    change({ progress: 0, playable: false, prepared_seconds: null });
    await until(() => state() === 'waiting');
    assert.match(words('waiting-text'), /has started anew/);
    assert.equal(isShown('stop-preparing'), true);
    change({ progress: 9, playable: true, prepared_seconds: 151 });
    await until(() => words('waiting-heading') === 'Preparing · 9 %');
    change({ progress: 10, prepared_seconds: 154 });
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 150);
    assert.equal(opened(), 1);
  });

  const withRenditions = (...files) => ({
    ...VIDEO,
    renditions: files.map((object) => ({ object, width: null, height: null })),
  });

  /** Watches a processed video, of which the page knows the renditions from its manifest. */
  async function watchRenditions(...files) {
    server.video = withRenditions(...files);
    server.manifest = files;
    const video = await watchTo(42);
    assert.deepEqual(video.player.sizes, files);
    return video;
  }

  test('smaller sizes are offered as soon as they are made, and the video plays on', async () => {
    const video = await watchRenditions('720p.mp4');
    server.manifest = ['720p.mp4', '480p.mp4'];
    change(withRenditions(...server.manifest));
    await until(() => video.player.sizes.length === 2);
    server.manifest = ['720p.mp4', '480p.mp4', '360p.mp4'];
    change(withRenditions(...server.manifest));
    await until(() => video.player.sizes.length === 3);
    assert.deepEqual([state(), video.currentTime, video.paused], ['playing', 42, false]);
    assert.equal(video.player.loads.length, 1);
  });

  test('a video that is processed while it plays gets its smaller sizes', async () => {
    server.manifest = ['720p.mp4'];
    const video = await watchEarly();
    playTo(video, 42);
    server.manifest = ['720p.mp4', '480p.mp4'];
    change({ ...withRenditions(...server.manifest), progress: 100, prepared_seconds: 1022 });
    await until(() => video.player.sizes.length === 2);
    assert.deepEqual([state(), video.currentTime, video.player.loads.length], ['playing', 42, 1]);
  });

  test('a new preparation is shown, and what it makes is loaded when the viewer pauses', async () => {
    const video = await watchRenditions('720p.mp4');
    change({ reprocessing_progress: 30, access: 'owner' });
    await until(() => isShown('preparing-fact'));
    assert.ok(isShown('stop-preparing-now') && !isShown('prepare-again'));
    server.manifest = ['720p-2.mp4'];
    change({ ...withRenditions('720p-2.mp4'), reprocessing_progress: null, access: 'owner' });
    await until(() => !isShown('preparing-fact'));
    assert.ok(isShown('prepare-again'));
    assert.deepEqual(video.player.sizes, ['720p.mp4']);
    video.pause();
    await until(() => video.player.sizes.includes('720p-2.mp4'));
    await until(() => state() === 'playing');
    assert.deepEqual([video.currentTime, video.paused, opened()], [42, true, 1]);
  });

  test('a part that is gone is fetched from the new rendition, and the video plays on', async () => {
    const video = await watchRenditions('720p.mp4');
    server.manifest = ['720p-2.mp4'];
    server.video = withRenditions('720p-2.mp4');
    video.player.miss();
    await until(() => video.player.loads.length === 2);
    await new Promise(setImmediate); // It plays, and the page knows that.
    assert.deepEqual(video.player.sizes, ['720p-2.mp4']);
    assert.deepEqual([state(), video.currentTime, video.paused], ['playing', 42, false]);

    video.player.miss();
    await until(() => state() === 'waiting');
    assert.match(words('waiting-text'), /does not have this part of the video any more/);
    document.getElementById('retry').click();
    await until(() => state() === 'playing');
    assert.equal(video.currentTime, 42);
  });

  test('keeps a key that could not be sent, and sends one once', async () => {
    await visit();
    await until(() => state() === 'locked');
    server.away = true;
    enterKey();
    submit();
    await until(() => words('key-problem'));
    assert.match(words('key-problem'), /Your key is still here/);
    assert.equal(document.getElementById('key').value, KEY);
    assert.equal(opened(), 1);
    server.away = false;
    submit();
    await until(() => state() === 'playing');
  });
});
