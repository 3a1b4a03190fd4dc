/** @import {Outcome} from './reprocess-batch.js' */

/**
 * What happens to so many videos.
 *
 * @param {number} count
 */
export function questionText(count) {
  return count === 1
    ? '1 video is prepared once more from the file that you uploaded. ' +
        'If it can be watched now, it plays as before until that is done.'
    : `${count} videos are prepared once more from the files that you uploaded. ` +
        'What can be watched now plays as before until that is done.';
}

/**
 * What came of the videos for which a key was tried.
 *
 * @param {Record<Outcome, unknown[]>} result
 * @param {number} left how many were not tried
 */
export function resultText(result, left) {
  return [
    counted(result.started.length, 'is being prepared again.', 'are being prepared again.'),
    counted(result.otherKey.length, 'has another key.', 'have another key.'),
    counted(result.busy.length, 'is being prepared already.', 'are being prepared already.'),
    counted(result.gone.length, 'was deleted meanwhile.', 'were deleted meanwhile.'),
    counted(
      result.sourceMissing.length,
      "can't be prepared: its uploaded file isn't in the storage any more.",
      "can't be prepared: their uploaded files aren't in the storage any more.",
    ),
    counted(left, 'was not tried.', 'were not tried.'),
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
function counted(count, one, many) {
  return count === 0 ? '' : `${count} ${count === 1 ? one : many}`;
}
