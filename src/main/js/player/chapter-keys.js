/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 *
 * @typedef {Pick<HTMLVideoElement, 'currentTime'>} Element
 */

/** Within so many seconds of a chapter's start, the key for the previous one leads to the one before. */
const RESTART_SECONDS = 3;

/**
 * Lets the media keys "next" and "previous" lead to the chapters of a video. Without chapters they
 * do nothing.
 *
 * @param {Pick<shaka.extern.Chapter, 'startTime'>[]} chapters
 * @param {Element} video
 * @param {Pick<MediaSession, 'setActionHandler'> | undefined} session none in old browsers
 */
export function setChapterKeys(chapters, video, session) {
  const starts = chapters.map(({ startTime }) => startTime);
  const seek = (/** @type {number | undefined} */ time) => {
    if (time !== undefined) {
      video.currentTime = time;
    }
  };
  const next = () => seek(starts.find((start) => start > video.currentTime));
  const previous = () => {
    const before = starts.filter((start) => start < video.currentTime - RESTART_SECONDS);
    seek(before[before.length - 1] ?? 0);
  };
  session?.setActionHandler('nexttrack', starts.length > 0 ? next : null);
  session?.setActionHandler('previoustrack', starts.length > 0 ? previous : null);
}
