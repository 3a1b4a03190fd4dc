import { formatDuration } from '../ui/format.js';

/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {Shaka} from './shaka-scheme.js'
 */

/** The name of the element in the configuration of Shaka's controls. */
export const ELAPSED_TIME = 'elapsed_time';

/**
 * Registers an element of Shaka's controls which shows the position in a video that is being
 * prepared, and its duration. Shaka's own element shows the distance to the end of such a video, and
 * `LIVE` at its end, as for a broadcast; the style sheet hides it meanwhile.
 *
 * @param {Shaka} shaka
 */
export function registerElapsedTime(shaka) {
  shaka.ui.Controls.registerElement(ELAPSED_TIME, {
    create: (parent, controls) => createElapsedTime(parent, controls),
  });
}

/**
 * @param {HTMLElement} parent
 * @param {Pick<shaka.ui.Controls, 'getPlayer' | 'getDisplayTime' | 'getControlsContainer'
 *     | 'addEventListener' | 'removeEventListener'>} controls
 * @returns {shaka.extern.IUIElement}
 */
export function createElapsedTime(parent, controls) {
  const element = document.createElement('span');
  element.className = 'elapsed-time';
  parent.append(element);
  const update = () => {
    const player = controls.getPlayer();
    const isGrowing = player?.isInProgress() ?? false;
    controls.getControlsContainer()?.classList.toggle('is-growing', isGrowing);
    if (player && isGrowing) {
      const position = Math.floor(controls.getDisplayTime());
      // The range ends a millisecond before the video: see the configuration of the player.
      const whole = Math.round(player.seekRange().end);
      element.textContent = `${format(position)} / ${format(whole)}`;
    }
  };
  controls.addEventListener('timeandseekrangeupdated', update);
  const release = () => controls.removeEventListener('timeandseekrangeupdated', update);
  // Shaka only releases its elements; the other members of the type are those of its own class.
  return /** @type {shaka.extern.IUIElement} */ (/** @type {unknown} */ ({ release }));
}

/** @param {number} seconds */
function format(seconds) {
  return formatDuration(seconds) || '0:00';
}
