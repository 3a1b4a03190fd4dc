import { byId, find, fromTemplate, show } from './dom.js';
import { formatAge, formatBytes, formatDuration, formatQuality } from './format.js';

/** @import {CodedMessage, Video} from '../api/json.js' */

/**
 * Shows title, facts and warnings of a video below the player.
 *
 * @param {Video} video
 */
export function showDetails(video) {
  byId('title').textContent = video.title;
  byId('meta').textContent = [
    formatQuality(video.width, video.height),
    formatDuration(video.duration_seconds),
    formatBytes(video.size),
    `uploaded ${formatAge(video.created_at)}`,
  ]
    .filter(Boolean)
    .join(' · ');
  if (video.width && video.height) {
    byId('main').style.setProperty('--ratio', `${video.width} / ${video.height}`);
  }
  showWarnings(video.warnings ?? []);
}

/** @param {CodedMessage[]} warnings */
function showWarnings(warnings) {
  const list = byId('warnings');
  list.replaceChildren(
    ...warnings.map(({ message }) => {
      const item = fromTemplate('warning');
      find(item, '.warning-words').textContent = message;
      return item;
    }),
  );
  show(list, warnings.length > 0);
}
