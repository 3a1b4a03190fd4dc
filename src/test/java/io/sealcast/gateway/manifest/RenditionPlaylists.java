package io.sealcast.gateway.manifest;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.Rendition;
import java.util.List;
import java.util.UUID;

/** The playlists that the product would write for a rendition, for tests without a server. */
public final class RenditionPlaylists {
  private RenditionPlaylists() {}

  /** The playlist that a player asks for first; it names {@code <id>/<name>.m3u8}. */
  public static String multivariant(String id, Rendition rendition) {
    return HlsManifest.multivariant(id, stored(rendition));
  }

  /** The playlist of segments; it names {@code ../../media/<id>/<name>}. */
  public static String media(String id, Rendition rendition) {
    return HlsManifest.media(id, stored(rendition));
  }

  private static MediaObject stored(Rendition rendition) {
    List<SegmentIndex.Segment> segments =
        rendition.index().fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList();
    return new MediaObject(
            UUID.randomUUID(),
            rendition.name(),
            MediaObject.Kind.RENDITION,
            "video/mp4",
            rendition.size(),
            new byte[16])
        .withMedia(
            rendition.width(),
            rendition.height(),
            rendition.bitrate(),
            rendition.index().codecs(),
            new SegmentIndex(rendition.index().initSize(), segments));
  }
}
