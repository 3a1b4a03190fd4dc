package io.sealcast.processing;

import io.sealcast.catalog.Presentation;
import io.sealcast.media.Rendition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Creates the track of a rendition as the catalog would have it, for tests without a server. */
public final class RenditionTracks {
  private RenditionTracks() {}

  public static Presentation.Track of(Rendition rendition) {
    return new Presentation.Track(
        rendition.name(),
        "video/mp4",
        Optional.of(new Presentation.Resolution(rendition.width(), rendition.height())),
        OptionalInt.of(rendition.bitrate()),
        List.of(rendition.index().codecs().split(",")),
        RenditionTrack.segments(rendition.index()));
  }
}
