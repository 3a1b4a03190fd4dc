import { formatDuration } from './format.js';
import { earlyText } from './preparation-text.js';

/** @import {Video} from '../api/json.js' */

/**
 * What the form says that asks for the key, at first or after the stream has ended.
 *
 * @param {Video | null} video null while nothing is known of it
 * @param {number} seconds where the video would start
 * @param {boolean} hasEnded whether the stream has ended
 */
export function keyFormText(video, seconds, hasEnded) {
  const at = formatDuration(seconds);
  const early = video ? earlyText(video, seconds) : '';
  if (hasEnded) {
    return {
      heading: at ? `Enter the key again to go on at ${at}` : 'Enter the key again',
      button: 'Go on',
      reason: `The stream has ended. ${early}`.trim(),
    };
  }
  return {
    heading: at ? `Enter the key to go on at ${at}` : 'Enter the key to watch',
    button: 'Watch',
    reason: early,
  };
}
