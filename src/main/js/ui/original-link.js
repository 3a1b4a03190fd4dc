import { byId, show } from './dom.js';

/**
 * Offers the uploaded file for download.
 *
 * @param {string | null} url null when it isn't offered
 */
export function showOriginalLink(url) {
  const link = byId('download', 'a');
  if (url) {
    link.href = url;
  } else {
    link.removeAttribute('href');
  }
  show(link, url !== null);
}
