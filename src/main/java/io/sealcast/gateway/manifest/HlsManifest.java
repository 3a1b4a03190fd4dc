package io.sealcast.gateway.manifest;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.gateway.StreamLinks;
import java.util.Locale;

/** HLS playlists (RFC 8216) over the media URLs. All addresses are relative to the playlist's. */
final class HlsManifest {
  static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

  /** EXT-X-MAP in a playlist of media segments came with 6, fragmented MP4 is asked for with 7. */
  private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";

  private HlsManifest() {}

  /** Lists the tracks with what a player must know before it fetches a byte of them. */
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

  /** A track's segments: byte ranges of the one file. */
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

  /** No segment's duration, rounded, may be above it (RFC 8216, 4.3.3.1). */
  private static long targetDuration(SegmentIndex index) {
    return Math.max(1, Math.round(index.longestSegment()));
  }
}
