/** A file's name as a title: without its ending, underscores as blanks. */
export function titleOf(filename) {
  const stem = filename.replace(/\.[A-Za-z\d]{1,5}$/, '');
  return stem.replace(/[_\s]+/g, ' ').trim() || filename;
}
