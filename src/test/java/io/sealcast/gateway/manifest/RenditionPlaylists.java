package io.sealcast.gateway.manifest;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Track;
import io.sealcast.catalog.SoundTracks;
import io.sealcast.media.Rendition;
import io.sealcast.processing.RenditionTracks;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates the playlists that Sealcast would serve for a rendition, for tests without a server. */
public final class RenditionPlaylists {
  private RenditionPlaylists() {}

  /** Returns the multivariant playlist, which refers to {@code <id>/<track>.m3u8}. */
  public static String multivariant(String id, Rendition rendition) {
    return HlsManifest.multivariant(
        id,
        Presentation.of(
            RenditionTracks.of(rendition), List.of(), SoundTracks.NO_FURTHER, List.of(), 4, true));
  }

  /** Returns a multivariant playlist with picture and sound as one track. */
  public static String muxed(String id, Rendition rendition) {
    return HlsManifest.multivariant(
        id, new Presentation(List.of(RenditionTracks.of(rendition)), List.of(), 4, true));
  }

  /**
   * Returns the media playlist of a track, which refers to {@code ../../media/<id>/<name>}.
   *
   * @param track id of the track: the name of the rendition, or that of its picture or sound
   */
  public static String media(String id, Rendition rendition, String track) {
    Track whole = RenditionTracks.of(rendition);
    return Stream.of(Optional.of(whole), whole.picture(), whole.sound())
        .flatMap(Optional::stream)
        .filter(found -> found.id().equals(track))
        .map(found -> HlsManifest.media(id, found, 0, true))
        .findFirst()
        .orElseThrow();
  }
}
