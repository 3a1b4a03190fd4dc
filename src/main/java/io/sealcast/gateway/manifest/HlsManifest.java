package io.sealcast.gateway.manifest;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.gateway.StreamLinks;
import java.util.Locale;

/** Builds HLS playlists (RFC 8216). Their URLs are relative to that of the playlist. */
final class HlsManifest {
  static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

  /** The beginning of all playlists. EXT-X-MAP requires version 6, fragmented MP4 version 7. */
  private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";

  private HlsManifest() {}

  /** Builds the multivariant playlist, which describes the tracks. */
  static String multivariant(String requestId, Presentation presentation) {
    StringBuilder out = new StringBuilder(HEAD);
    for (Presentation.Track track : presentation.tracks()) {
      out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(track.peakBitrate());
      track.averageBitrate().ifPresent(rate -> out.append(",AVERAGE-BANDWIDTH=").append(rate));
      if (!track.codecs().isEmpty()) {
        out.append(",CODECS=\"").append(String.join(",", track.codecs())).append('"');
      }
      track.resolution().ifPresent(r -> out.append(",RESOLUTION=" + r.width() + "x" + r.height()));
      String name = StreamLinks.encode(track.name());
      out.append("\n" + StreamLinks.encode(requestId) + "/" + name + ".m3u8\n");
    }
    return out.toString();
  }

  /** Builds the media playlist of a track, whose segments are byte ranges of one file. */
  static String media(String requestId, Presentation.Track track) {
    SegmentIndex index = track.segments();
    String url =
        "../../media/" + StreamLinks.encode(requestId) + "/" + StreamLinks.encode(track.name());
    StringBuilder out = new StringBuilder(HEAD);
    out.append("#EXT-X-TARGETDURATION:").append(targetDuration(index)).append('\n');
    out.append("#EXT-X-PLAYLIST-TYPE:VOD\n");
    out.append("#EXT-X-MAP:URI=\"").append(url).append("\",BYTERANGE=\"");
    out.append(index.initSize()).append("@0\"\n");
    for (Segment s : index.segments()) {
      out.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", s.duration()));
      out.append("#EXT-X-BYTERANGE:").append(s.size()).append('@').append(s.offset());
      out.append('\n').append(url).append('\n');
    }
    return out.append("#EXT-X-ENDLIST\n").toString();
  }

  /**
   * Returns the longest duration of a segment, rounded to the nearest second, as RFC 8216, section
   * 4.3.3.1, requires.
   */
  private static long targetDuration(SegmentIndex index) {
    return Math.max(1, Math.round(index.longestSegment()));
  }
}
