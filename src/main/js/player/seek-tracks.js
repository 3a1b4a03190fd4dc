import { withRequestId } from './shaka-scheme.js';

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {Video} from '../api/json.js'
 * @import {Stream} from './shaka-scheme.js'
 */

const WEB_VTT = 'text/vtt';

/** No language: the server doesn't know that of the titles. Shaka always shows these chapters. */
export const UNDETERMINED = 'und';

/**
 * Offers pictures of the storyboard on the seek bar, and the chapters in the menu, of a video that
 * has them. The player must have loaded it. A video plays without them too, so that a failure
 * changes nothing else.
 *
 * @param {Pick<shaka.Player, 'addThumbnailsTrack' | 'addChaptersTrack'>} player
 * @param {Pick<Video, 'storyboard' | 'chapters'>} video
 * @param {(object: string) => string} urlOf returns the URL of a media object
 */
export async function addSeekTracks(player, { storyboard, chapters }, urlOf) {
  await Promise.allSettled([
    storyboard && player.addThumbnailsTrack(urlOf(storyboard), WEB_VTT),
    chapters && player.addChaptersTrack(urlOf(chapters), UNDETERMINED, WEB_VTT),
  ]);
}

/**
 * Loads a picture of the storyboard again when the session under which the video was loaded has
 * ended. Shaka requests it by an image element, which its request filters don't see.
 *
 * @param {HTMLElement} container the player's element
 * @param {() => Pick<Stream, 'requestId'> | null} current gives the current stream
 */
export function renewStoryboard(container, current) {
  // The event doesn't bubble.
  container.addEventListener('error', ({ target }) => {
    const image = /** @type {HTMLElement} */ (target);
    const stream = current();
    if (stream && image.matches('img.shaka-player-ui-thumbnail-image')) {
      const { src } = /** @type {HTMLImageElement} */ (image);
      const renewed = withRequestId(src, stream.requestId);
      if (renewed !== src) {
        /** @type {HTMLImageElement} */ (image).src = renewed;
      }
    }
  }, true);
}
