import { isCancelled } from './video-card.js';

/** @import {Video} from '../api/json.js' */

/** The failures of processing that the server caused and not the file. */
const SERVER_FAILURE_CODES = new Set([
  'processing_interrupted',
  'processing_lost',
  'insufficient_storage',
]);

/**
 * Why a video can't be played, and whether processing it again is recommended.
 *
 * @param {Video} video a failed one
 */
export function failureText(video) {
  const cancelled = isCancelled(video);
  return {
    heading: cancelled ? 'Not prepared yet' : "This video can't be played",
    reason: video.failure?.message ?? 'It could not be prepared.',
    recommended: cancelled || SERVER_FAILURE_CODES.has(video.failure?.code ?? ''),
  };
}
