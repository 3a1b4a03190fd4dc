/** @import {Video} from './json.js' */

/**
 * Whether the server may still change the video's state by itself.
 *
 * @param {Video} video
 */
export function isUnfinished(video) {
  return video.status === 'uploaded' || video.status === 'processing';
}

/**
 * Whether a video can be watched although it is still being prepared.
 *
 * @param {Video} video
 */
export function isPlayableEarly(video) {
  return video.status === 'processing' && video.playable === true;
}
