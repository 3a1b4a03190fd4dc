import { isPlayableEarly } from '../api/video-state.js';
import { formatDuration } from './format.js';
import { isCancelled } from './video-card.js';

/** @import {Video} from '../api/json.js' */

/**
 * How much of a video that is being prepared can be watched.
 *
 * @param {Video} video
 */
export function preparedText(video) {
  const prepared = formatDuration(video.prepared_seconds) || '0:00';
  const whole = formatDuration(video.duration_seconds);
  return whole
    ? `Still being prepared: ${prepared} of ${whole} can be watched`
    : `Still being prepared: the first ${prepared} can be watched`;
}

/**
 * How far the new preparation of a processed video is.
 *
 * @param {Video} video
 */
export function preparedAgainText(video) {
  return `Being prepared again: ${video.reprocessing_progress} %. It plays as before meanwhile.`;
}

/**
 * What the key form says about a video that is being prepared; empty for another one.
 *
 * @param {Video} video
 * @param {number} at where the video would start, in seconds
 */
export function earlyText(video, at) {
  if (!isPlayableEarly(video)) {
    return '';
  }
  const prepared = formatDuration(video.prepared_seconds) || '0:00';
  return at > (video.prepared_seconds ?? 0)
    ? `${formatDuration(at)} isn't prepared yet, and the video waits for it. ` +
        `You can go back: the first ${prepared} can be watched already.`
    : `It is still being prepared (${video.progress} %). You can watch the first ${prepared} already.`;
}

/**
 * Why no more of a video is prepared that is being watched.
 *
 * @param {Video} video a failed one
 */
export function stoppedText(video) {
  const reason = isCancelled(video)
    ? 'Preparing this video was stopped.'
    : `This video can't be prepared any further. ${video.failure?.message ?? ''}`.trim();
  return `${reason} What has been loaded plays on.`;
}
