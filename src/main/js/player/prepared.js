import { isPlayableEarly } from '../api/video-state.js';

/**
 * @import {Video} from '../api/json.js'
 * @import {Growing} from './playback.js'
 */

/**
 * A video goes on at a position once it is prepared for so many seconds after it, and a position
 * that isn't prepared yet is approached from so many seconds before the prepared end.
 */
export const LEAD_SECONDS = 3;

/**
 * How many seconds of a video that is being prepared can be watched; 0 for another one.
 *
 * @param {Video} video
 */
export function preparedSeconds(video) {
  return isPlayableEarly(video) ? (video.prepared_seconds ?? 0) : 0;
}

/**
 * What the player has to know of a video that is being prepared; null for another one.
 *
 * @param {Video} video
 * @returns {Growing | null}
 */
export function growingOf(video) {
  return isPlayableEarly(video)
    ? { prepared: preparedSeconds(video), duration: video.duration_seconds }
    : null;
}
