import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';
import { Statistics, bufferedSeconds, statisticsRows } from './statistics.js';

const STATS = {
  width: 1280,
  height: 720,
  currentCodecs: 'avc1.64001f,mp4a.40.2',
  estimatedBandwidth: 12_340_000,
  streamBandwidth: 2_100_000,
  decodedFrames: 1500,
  droppedFrames: 3,
  bufferingTime: 0.42,
  timeToFirstFrame: 0.31,
};
const LINK = { name: 'sse', bytesByLink: { websocket: 1_000_000, sse: 2_200_000 }, responseMs: 34.4 };

let window;

beforeEach(() => (window = openPage('watch')));
afterEach(() => window.close());

/** A media element that has buffered some ranges. */
function element(currentTime, ...ranges) {
  const buffered = {
    length: ranges.length,
    start: (i) => ranges[i][0],
    end: (i) => ranges[i][1],
  };
  return { currentTime, buffered };
}

test('names link, throughput, buffer and frames in words', () => {
  assert.deepEqual(statisticsRows(STATS, LINK, 28.31), [
    ['Link', 'server-sent events'],
    ['Throughput', '12 Mbit/s'],
    ['Video and sound', '2.10 Mbit/s'],
    ['Received', '3.2 MB'],
    ['First byte after', '34 ms'],
    ['Buffer', '28.3 s'],
    ['Picture', '1280 × 720'],
    ['Codecs', 'avc1.64001f,mp4a.40.2'],
    ['Dropped frames', '3 of 1500'],
    ['First picture after', '0.31 s'],
    ['Waited', '0.4 s'],
  ]);
});

test('leaves out what isn’t known', () => {
  const unknown = { ...STATS, estimatedBandwidth: NaN, streamBandwidth: 0, currentCodecs: '' };
  const labels = statisticsRows(unknown, null, 0).map(([label]) => label);
  assert.deepEqual(labels, ['Buffer', 'Picture', 'Dropped frames', 'First picture after', 'Waited']);
});

test('the buffer is what can be played from the position on', () => {
  assert.equal(bufferedSeconds(element(12, [0, 5], [10, 40])), 28);
  assert.equal(bufferedSeconds(element(7, [0, 5], [10, 40])), 0);
  assert.equal(bufferedSeconds(element(0)), 0);
});

test('the panel is shown and closed, and tells its menu item so', () => {
  const statistics = new Statistics(element(0, [0, 9]), () => ({ stats: STATS, link: LINK }));
  let changes = 0;
  statistics.addEventListener('change', () => changes++);
  statistics.toggle();
  assert.equal(byId('statistics').hidden, false);
  assert.match(byId('statistics-rows').textContent, /Linkserver-sent events.*Buffer9.0 s/);
  byId('statistics-close').click();
  assert.equal(byId('statistics').hidden, true);
  assert.equal(changes, 2);
});
