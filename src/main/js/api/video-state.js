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
 * Whether a processed video is being prepared again. It plays as before meanwhile.
 *
 * @param {Video} video
 */
export function isPreparedAgain(video) {
  return typeof video.reprocessing_progress === 'number';
}

/**
 * Whether a video is to be followed, since a processor works on it or is going to.
 *
 * @param {Video} video
 */
export function isInWork(video) {
  return isUnfinished(video) || isPreparedAgain(video);
}

/**
 * Whether the viewer may have a video prepared anew: the owner, and nothing works on it.
 *
 * @param {Video} video
 */
export function canBePreparedAgain(video) {
  return video.access === 'owner' && !isInWork(video);
}

/**
 * Whether a video can be watched although it is still being prepared.
 *
 * @param {Video} video
 */
export function isPlayableEarly(video) {
  return video.status === 'processing' && video.playable === true;
}
