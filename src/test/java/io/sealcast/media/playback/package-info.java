/**
 * Measures in a real Chromium how renditions play: from start to end, seeks, and how far sound and
 * picture are apart.
 *
 * <ul>
 *   <li>{@link io.sealcast.media.playback.SyncClip}: picture and sound that say which second of the
 *       source they belong to.
 *   <li>{@link io.sealcast.media.playback.RenditionPlayer}: plays a rendition with the product's
 *       playlists and the product's Shaka, and says what came of it.
 *   <li>{@link io.sealcast.media.playback.OddFiles}: files that aren't plain, and what should come
 *       of each.
 *   <li>{@link io.sealcast.media.playback.PlaybackReport}: both together; {@code mvn -Pplayback}
 *       prints a table, {@code mvn -Pplayback -Dplayback=phone-trim,open-gop} that of some.
 *   <li>{@link io.sealcast.media.playback.RenditionPlayerIT}: what the instrument itself is worth.
 * </ul>
 */
package io.sealcast.media.playback;
