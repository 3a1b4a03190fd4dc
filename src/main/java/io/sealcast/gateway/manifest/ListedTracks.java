package io.sealcast.gateway.manifest;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Track;
import java.util.List;

/** Which tracks of a presentation manifests list. */
final class ListedTracks {
  private ListedTracks() {}

  /**
   * Returns the tracks without those of AV1, unless one of them has the size of the default track.
   * hls.js 1.7 and dash.js 5.2 choose one codec at the start, maybe AV1, and never change it, so
   * that they would show its sizes alone.
   */
  static List<Track> of(Presentation presentation) {
    List<Track> tracks = presentation.tracks();
    boolean whole =
        tracks.stream()
            .anyMatch(t -> isAv1(t) && t.resolution().equals(tracks.get(0).resolution()));
    return whole ? tracks : tracks.stream().filter(track -> !isAv1(track)).toList();
  }

  private static boolean isAv1(Track track) {
    return track.codecs().stream().anyMatch(codec -> codec.startsWith("av01"));
  }
}
