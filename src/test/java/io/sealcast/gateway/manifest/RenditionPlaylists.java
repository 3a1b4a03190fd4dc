package io.sealcast.gateway.manifest;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.Rendition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Creates the playlists that Sealcast would serve for a rendition, for tests without a server. */
public final class RenditionPlaylists {
  private RenditionPlaylists() {}

  /** Returns the multivariant playlist, which refers to {@code <id>/<name>.m3u8}. */
  public static String multivariant(String id, Rendition rendition) {
    return HlsManifest.multivariant(
        id, new Presentation(List.of(track(rendition)), List.of(), 4, true));
  }

  /** Returns the media playlist, which refers to {@code ../../media/<id>/<name>}. */
  public static String media(String id, Rendition rendition) {
    return HlsManifest.media(id, track(rendition), true);
  }

  private static Presentation.Track track(Rendition rendition) {
    List<SegmentIndex.Segment> segments =
        rendition.index().fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList();
    return new Presentation.Track(
        rendition.name(),
        "video/mp4",
        Optional.of(new Presentation.Resolution(rendition.width(), rendition.height())),
        OptionalInt.of(rendition.bitrate()),
        List.of(rendition.index().codecs().split(",")),
        new SegmentIndex(rendition.index().initSize(), segments));
  }
}
