/** @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js' */

/**
 * Remembers the size that the viewer has chosen, while the video is loaded again. Shaka itself would
 * choose one by the line, and stay with it.
 *
 * @param {Pick<shaka.Player, 'getConfiguration' | 'getVideoTracks' | 'selectVideoTrack'>} player
 * @returns {() => void} chooses the size again, or the next one; does nothing if the player chooses
 */
export function keepSize(player) {
  const chosen = player.getConfiguration().abr.enabled
    ? null
    : (player.getVideoTracks().find((track) => track.active)?.height ?? null);
  return () => {
    if (chosen === null) {
      return;
    }
    const distance = (/** @type {{height: number | null}} */ { height }) =>
      Math.abs((height ?? 0) - chosen);
    const [nearest] = player.getVideoTracks().sort((a, b) => distance(a) - distance(b));
    if (nearest && !nearest.active) {
      player.selectVideoTrack(nearest);
    }
  };
}
