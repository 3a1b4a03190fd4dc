package io.sealcast.gateway.manifest;

import io.sealcast.catalog.MediaObject;
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

  /** Lists the one rendition with what a player must know before it fetches a byte of it. */
  static String multivariant(String requestId, MediaObject rendition) {
    StringBuilder out = new StringBuilder(HEAD).append("#EXT-X-STREAM-INF:BANDWIDTH=");
    out.append(peakBitrate(rendition));
    if (rendition.getBitrate() != null) {
      out.append(",AVERAGE-BANDWIDTH=").append(rendition.getBitrate());
    }
    if (rendition.getCodecs() != null) {
      out.append(",CODECS=\"").append(rendition.getCodecs()).append('"');
    }
    if (rendition.getWidth() != null && rendition.getHeight() != null) {
      out.append(",RESOLUTION=").append(rendition.getWidth()).append('x');
      out.append(rendition.getHeight());
    }
    String name = StreamLinks.encode(rendition.getName());
    return out.append('\n')
        .append(StreamLinks.encode(requestId) + "/" + name + ".m3u8\n")
        .toString();
  }

  /** A rendition's segments: byte ranges of the one file. */
  static String media(String requestId, MediaObject rendition) {
    SegmentIndex index = rendition.getSegmentIndex();
    String url =
        "../../media/"
            + StreamLinks.encode(requestId)
            + "/"
            + StreamLinks.encode(rendition.getName());
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
    double longest = index.segments().stream().mapToDouble(Segment::duration).max().orElse(1);
    return Math.max(1, Math.round(longest));
  }

  /** Bits per second of the heaviest segment, as BANDWIDTH asks. */
  private static long peakBitrate(MediaObject rendition) {
    double peak =
        rendition.getSegmentIndex().segments().stream()
            .filter(s -> s.duration() > 0)
            .mapToDouble(s -> s.size() * 8 / s.duration())
            .max()
            .orElse(0);
    int average = rendition.getBitrate() == null ? 1 : rendition.getBitrate();
    return Math.max(average, (long) Math.ceil(peak));
  }
}
