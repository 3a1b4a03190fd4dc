import { byId, show } from '../ui/dom.js';
import { formatBytes } from '../ui/format.js';
import { linkLabel } from './link-status.js';

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {streamLink} from '../link/stream-link.js'
 *
 * @typedef {Pick<ReturnType<typeof streamLink>, 'name' | 'bytesByLink'> & {responseMs?: number}} Link
 * @typedef {Pick<HTMLVideoElement, 'currentTime' | 'buffered'>} Element
 */

const UPDATE_MS = 500;

/**
 * Shows over the picture how the video is delivered and played. It dispatches `change` when it is
 * shown or hidden.
 */
export class Statistics extends EventTarget {
  #video;
  #source;
  #panel = byId('statistics');
  #rows = byId('statistics-rows');
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /**
   * @param {Element} video
   * @param {() => {stats: shaka.extern.Stats, link: Link | null}} source gives the current figures
   */
  constructor(video, source) {
    super();
    this.#video = video;
    this.#source = source;
    byId('statistics-close').addEventListener('click', () => this.toggle());
  }

  get isShown() {
    return !this.#panel.hidden;
  }

  toggle() {
    const shown = !this.isShown;
    show(this.#panel, shown);
    clearInterval(this.#timer);
    if (shown) {
      this.#update();
      this.#timer = setInterval(() => this.#update(), UPDATE_MS);
    }
    this.dispatchEvent(new Event('change'));
  }

  #update() {
    const { stats, link } = this.#source();
    const rows = statisticsRows(stats, link, bufferedSeconds(this.#video));
    this.#rows.replaceChildren(
      ...rows.map(([label, value]) => {
        const row = document.createElement('div');
        const term = document.createElement('dt');
        const description = document.createElement('dd');
        term.textContent = label;
        description.textContent = value;
        row.append(term, description);
        return row;
      }),
    );
  }
}

/**
 * The figures that are known, as labels and values.
 *
 * @param {Partial<shaka.extern.Stats>} stats
 * @param {Link | null} link
 * @param {number} buffered seconds
 * @returns {[string, string][]}
 */
export function statisticsRows(stats, link, buffered) {
  const { width, height, currentCodecs: codecs, estimatedBandwidth, streamBandwidth } = stats;
  const { decodedFrames: frames, droppedFrames: dropped, bufferingTime, timeToFirstFrame } = stats;
  const received = Object.values(link?.bytesByLink ?? {}).reduce((sum, bytes) => sum + bytes, 0);
  /** @type {[string, string | false | 0 | undefined][]} */
  const rows = [
    ['Link', link ? linkLabel(link.name) : ''],
    ['Throughput', isKnown(estimatedBandwidth) && formatBitrate(estimatedBandwidth)],
    ['Video and sound', isKnown(streamBandwidth) && formatBitrate(streamBandwidth)],
    ['Received', received > 0 && formatBytes(received)],
    ['First byte after', isKnown(link?.responseMs) && `${Math.round(link.responseMs)} ms`],
    ['Buffer', `${buffered.toFixed(1)} s`],
    ['Picture', isKnown(width) && isKnown(height) && `${width} × ${height}`],
    ['Codecs', codecs],
    ['Dropped frames', isKnown(frames) && `${dropped || 0} of ${frames}`],
    ['First picture after', isKnown(timeToFirstFrame) && `${timeToFirstFrame.toFixed(2)} s`],
    ['Waited', isKnown(bufferingTime) && `${bufferingTime.toFixed(1)} s`],
  ];
  return rows.flatMap(([label, value]) => (value ? [[label, value]] : []));
}

/**
 * The time that can be played without loading more, in seconds.
 *
 * @param {Element} video
 */
export function bufferedSeconds({ currentTime, buffered }) {
  for (let i = 0; i < buffered.length; i++) {
    if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) {
      return buffered.end(i) - currentTime;
    }
  }
  return 0;
}

/**
 * Shaka gives 0 or NaN for what it doesn't know.
 *
 * @param {number | undefined} value
 * @returns {value is number}
 */
function isKnown(value) {
  return value !== undefined && value > 0;
}

/** @param {number} bitsPerSecond */
function formatBitrate(bitsPerSecond) {
  return `${(bitsPerSecond / 1e6).toFixed(bitsPerSecond < 1e7 ? 2 : 0)} Mbit/s`;
}
