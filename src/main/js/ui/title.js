/** What the server calls a video without a title: its file's name without the ending. */
export function titleOf(filename) {
  const dot = filename.lastIndexOf('.');
  return (dot > 0 ? filename.slice(0, dot) : filename).trim() || filename.trim();
}
