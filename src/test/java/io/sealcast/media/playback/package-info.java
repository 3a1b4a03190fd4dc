/**
 * Measures in a real Chromium how renditions play: from start to end, seeks, and how far sound and
 * picture are apart.
 *
 * <ul>
 *   <li>{@link io.sealcast.media.playback.SyncClip}: picture and sound that carry their source
 *       time.
 *   <li>{@link io.sealcast.media.playback.RenditionPlayer}: plays a rendition with the product's
 *       playlists and the product's Shaka, and reports the result.
 *   <li>{@link io.sealcast.media.playback.OddFiles}: unusual files with their expected results.
 *   <li>{@link io.sealcast.media.playback.PlaybackReport}: both together; {@code mvn -Pplayback}
 *       prints a table, {@code mvn -Pplayback -Dplayback=phone-trim,open-gop} that of some.
 *   <li>{@link io.sealcast.media.playback.RenditionPlayerIT}: tests the measurement itself.
 * </ul>
 */
package io.sealcast.media.playback;
