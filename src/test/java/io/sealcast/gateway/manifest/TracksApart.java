package io.sealcast.gateway.manifest;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.Presentation.Resolution;
import io.sealcast.catalog.Presentation.Track;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.SegmentIndex.Segment;
import io.sealcast.catalog.SoundTracks;
import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Renditions of one video, of which one has sound. */
final class TracksApart {
  /** Picture and sound, which can be read apart. */
  static final Track MAIN =
      track(
          "720p.mp4",
          new Resolution(1280, 720),
          new SegmentIndex(
              0,
              1000,
              List.of(new Segment(0, 2, 1000, 539_680), new Segment(2, 2, 541_000, 440_270)),
              Optional.of(
                  new SegmentIndex.Apart(
                      index(
                          508,
                          300,
                          new Segment(0, 2, 1000, 500_000),
                          new Segment(2, 2, 541_000, 400_000)),
                      index(
                          816,
                          184,
                          new Segment(0, 1.984, 501_000, 39_680),
                          new Segment(1.984, 2.016, 941_000, 40_270))))),
          "avc1.64001f",
          "mp4a.40.2");

  /** Pictures alone. */
  static final Track MEDIUM =
      track("480p.mp4", new Resolution(854, 480), index(200_000), "avc1.64001e");

  /** Pictures alone. */
  static final Track SMALL =
      track("360p.mp4", new Resolution(640, 360), index(100_000), "avc1.64000d");

  /** Pictures alone, in the size of {@link #MAIN}. */
  static final Track LARGE_AV1 =
      track("720p-av1.mp4", new Resolution(1280, 720), index(250_000), "av01.0.05M.08");

  /** Pictures alone, in the size of {@link #MEDIUM}. */
  static final Track AV1 =
      track("480p-av1.mp4", new Resolution(854, 480), index(110_000), "av01.0.04M.08");

  /** Picture and sound, which can't be read apart. */
  static final Track MUXED =
      track("old.mp4", new Resolution(640, 360), index(100_000), "avc1.64000d", "mp4a.40.2");

  private TracksApart() {}

  /** A video whose source has a second sound track with the channels of 5.1. */
  static Presentation withFurtherSound() {
    MediaObject stereo = sound("sound2.mp4", "English", 2, 20_000);
    MediaObject surround = sound("sound2-surround.mp4", "English (5.1)", 6, 100_000);
    return Presentation.of(
        MAIN,
        List.of(SMALL),
        new SoundTracks("", MediaView.soundsOf(MediaView.of(List.of(surround, stereo)))),
        List.of(),
        4,
        true);
  }

  private static MediaObject sound(String name, String label, int channels, long size) {
    Track track =
        new Track(
                name,
                "audio/mp4",
                Optional.empty(),
                OptionalInt.of((int) (size * 4)),
                List.of("mp4a.40.2"),
                index(size))
            .withLanguage(Optional.of(new LanguageTag("en")));
    return MediaObject.sound(UUID.randomUUID(), track, label, channels, size, new byte[16]);
  }

  private static Track track(
      String name, Resolution resolution, SegmentIndex index, String... codecs) {
    return new Track(
        name,
        "video/mp4",
        Optional.of(resolution),
        OptionalInt.of((int) (index.segments().get(0).size() * 4)),
        List.of(codecs),
        index);
  }

  private static SegmentIndex index(long offset, long size, Segment... segments) {
    return new SegmentIndex(offset, size, List.of(segments), Optional.empty());
  }

  private static SegmentIndex index(long size) {
    return index(0, 900, new Segment(0, 2, 900, size), new Segment(2, 2, 900 + size, size));
  }
}
