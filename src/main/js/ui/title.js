/**
 * The title that the server gives a video without one: its file's name without the extension.
 *
 * @param {string} filename
 */
export function titleOf(filename) {
  const dot = filename.lastIndexOf('.');
  return (dot > 0 ? filename.slice(0, dot) : filename).trim() || filename.trim();
}
