package io.sealcast.gateway.manifest;

import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Track;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.catalog.SoundTrack;
import io.sealcast.gateway.StreamLinks;
import io.sealcast.text.LanguageTag;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Builds HLS playlists (RFC 8216). Their URLs are relative to that of the playlist. */
final class HlsManifest {
  static final String MEDIA_TYPE = "application/vnd.apple.mpegurl";

  /** The beginning of all playlists. EXT-X-MAP requires version 6, fragmented MP4 version 7. */
  private static final String HEAD = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";

  /** Longest duration in seconds of a segment, unless a copied picture has few keyframes. */
  private static final long MAX_SEGMENT_SECONDS = 6;

  /** The group of all captions; each variant refers to it. */
  private static final String GROUP = "captions";

  /** The group of the sound; each variant of pictures alone refers to it. */
  private static final String SOUND_GROUP = "sound";

  private static final int STEREO = 2;

  private HlsManifest() {}

  /** Builds the multivariant playlist, which describes the tracks and the captions. */
  static String multivariant(String requestId, Presentation presentation) {
    StringBuilder out = new StringBuilder(HEAD);
    List<SoundTrack> sounds = presentation.sounds();
    Set<LanguageTag> languages = new HashSet<>();
    for (int i = 0; i < sounds.size(); i++) {
      SoundTrack sound = sounds.get(i);
      // a player may choose by language, and never between a film and its commentary
      boolean first = sound.track().language().filter(languages::add).isPresent();
      sound(requestId, sound, i == 0, i == 0 || first && sound.channels() == STEREO, out);
    }
    Optional<Track> heaviest = heaviest(sounds);
    for (CaptionTrack captions : presentation.captions()) {
      out.append("#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"").append(GROUP).append("\",NAME=\"");
      out.append(quotable(captions.label())).append("\",LANGUAGE=\"");
      out.append(captions.language()).append("\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"");
      out.append(playlist(requestId, captions.object())).append("\"\n");
    }
    for (Track track : ListedTracks.of(presentation)) {
      out.append("#EXT-X-STREAM-INF:");
      played(Stream.concat(Stream.of(track), heaviest.stream()).toList(), out);
      track.resolution().ifPresent(size -> picture(size, track.frameRate(), out));
      if (!sounds.isEmpty()) {
        out.append(",AUDIO=\"").append(SOUND_GROUP).append('"');
      }
      if (!presentation.captions().isEmpty()) {
        out.append(",SUBTITLES=\"").append(GROUP).append('"');
      }
      out.append('\n').append(playlist(requestId, track.id())).append('\n');
    }
    return out.toString();
  }

  private static void picture(
      Presentation.Resolution size, OptionalDouble frameRate, StringBuilder out) {
    out.append(",RESOLUTION=").append(size.width()).append('x').append(size.height());
    frameRate.ifPresent(rate -> out.append(String.format(Locale.ROOT, ",FRAME-RATE=%.3f", rate)));
    // pictures of high dynamic range are converted
    out.append(",VIDEO-RANGE=SDR");
  }

  /**
   * Returns the sound track of the highest bit rate: a variant states what it takes with any of its
   * group (section 4.3.4.2). All of them have the same codec.
   */
  private static Optional<Track> heaviest(List<SoundTrack> sounds) {
    return sounds.stream().map(SoundTrack::track).max(Comparator.comparingLong(Track::peakBitrate));
  }

  private static void sound(
      String requestId,
      SoundTrack sound,
      boolean isDefault,
      boolean mayBeSelected,
      StringBuilder out) {
    out.append("#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"").append(SOUND_GROUP);
    out.append("\",NAME=\"").append(quotable(sound.label()));
    sound.track().language().ifPresent(language -> out.append("\",LANGUAGE=\"").append(language));
    out.append("\",CHANNELS=\"").append(sound.channels());
    out.append("\",DEFAULT=").append(isDefault ? "YES" : "NO");
    out.append(",AUTOSELECT=").append(mayBeSelected ? "YES" : "NO").append(",URI=\"");
    out.append(playlist(requestId, sound.track().id())).append("\"\n");
  }

  /** Writes the bit rates and codecs of tracks that are played together (section 4.3.4.2). */
  private static void played(List<Track> tracks, StringBuilder out) {
    out.append("BANDWIDTH=").append(tracks.stream().mapToLong(Track::peakBitrate).sum());
    if (tracks.stream().allMatch(track -> track.averageBitrate().isPresent())) {
      long average = tracks.stream().mapToLong(t -> t.averageBitrate().getAsInt()).sum();
      out.append(",AVERAGE-BANDWIDTH=").append(average);
    }
    if (tracks.stream().noneMatch(track -> track.codecs().isEmpty())) {
      List<String> codecs = tracks.stream().flatMap(track -> track.codecs().stream()).toList();
      out.append(",CODECS=\"").append(String.join(",", codecs)).append('"');
    }
  }

  /** Returns a text without what a quoted string can't contain (section 4.2). */
  private static String quotable(String text) {
    return text.replaceAll("[\"\\r\\n]", "'");
  }

  private static String playlist(String requestId, String object) {
    return StreamLinks.encode(requestId) + "/" + StreamLinks.encode(object) + ".m3u8";
  }

  private static String media(String requestId, String object) {
    return "../../media/" + StreamLinks.encode(requestId) + "/" + StreamLinks.encode(object);
  }

  /**
   * Builds the media playlist of captions, whose only segment is their file. A file without {@code
   * X-TIMESTAMP-MAP} begins at the time 0 of the media (section 3.5).
   *
   * @param duration duration of the video in seconds
   */
  static String captions(String requestId, String object, double duration) {
    return HEAD
        + "#EXT-X-TARGETDURATION:"
        + Math.max(1, Math.round(duration))
        + "\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        + String.format(Locale.ROOT, "#EXTINF:%.6f,\n", duration)
        + media(requestId, object)
        + "\n#EXT-X-ENDLIST\n";
  }

  /**
   * Builds the media playlist of a track, whose segments are byte ranges of one file. Without an
   * end a player requests it again, and gets what was added (section 6.2.1). Its start is named,
   * since players would start to play such a playlist near its end.
   *
   * @param longest duration in seconds of the longest segment of any track of the presentation,
   *     whose playlists must have one target duration (section 6.2.4)
   * @param complete whether no more segments follow
   */
  static String media(String requestId, Track track, double longest, boolean complete) {
    SegmentIndex index = track.segments();
    String url = media(requestId, track.name());
    StringBuilder out = new StringBuilder(HEAD);
    out.append("#EXT-X-TARGETDURATION:")
        .append(targetDuration(Math.max(longest, index.longestSegment())))
        .append('\n');
    out.append(
        complete
            ? "#EXT-X-PLAYLIST-TYPE:VOD\n"
            : "#EXT-X-PLAYLIST-TYPE:EVENT\n#EXT-X-START:TIME-OFFSET=0,PRECISE=YES\n");
    out.append("#EXT-X-MAP:URI=\"").append(url).append("\",BYTERANGE=\"");
    out.append(index.initSize()).append('@').append(index.initOffset()).append("\"\n");
    for (Segment s : index.segments()) {
      out.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", s.duration()));
      out.append("#EXT-X-BYTERANGE:").append(s.size()).append('@').append(s.offset());
      out.append('\n').append(url).append('\n');
    }
    return complete ? out.append("#EXT-X-ENDLIST\n").toString() : out.toString();
  }

  /**
   * Returns the longest duration of a segment, rounded to the nearest second, as RFC 8216, section
   * 4.3.3.1, requires, but at least that of any segment that is encoded: it must not change while
   * segments are added, nor when the last one was (section 6.2.1). It does where a copied picture
   * has keyframes that are farther apart than those before.
   */
  private static long targetDuration(double longest) {
    return Math.max(MAX_SEGMENT_SECONDS, Math.round(longest));
  }
}
