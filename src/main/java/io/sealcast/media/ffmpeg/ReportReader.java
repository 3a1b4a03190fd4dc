package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads ffprobe's report and selects the picture and sound streams that a person expects: the first
 * one that the file marks as default, or else the first one. Further sound is listed beside it.
 * Cover art and stills don't count as pictures: a file that has nothing else is one of sound alone.
 * Subtitles are all listed, and so are chapters.
 */
final class ReportReader {
  /**
   * Highest plausible frames per second. A higher number is a time base that was mistaken for a
   * rate.
   */
  private static final double MAX_FRAME_RATE = 300;

  /**
   * Largest relative difference of two rates that count as the same, since containers round time
   * stamps.
   */
  private static final double STEADY = 0.005;

  /**
   * Codecs of still pictures: a stream of one of them is a still if the file also has a stream of
   * another codec.
   */
  private static final Set<String> STILLS =
      Set.of("mjpeg", "png", "bmp", "webp", "tiff", "jpeg2000", "jpegxl");

  private static final int MAX_TITLE = 100;
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\p{Cn}]+");
  private static final char REPLACEMENT = '\uFFFD';

  private final FlatReport report;

  private ReportReader(FlatReport report) {
    this.report = report;
  }

  static MediaInfo read(FlatReport report) {
    return new ReportReader(report).read();
  }

  private MediaInfo read() {
    List<Integer> pictures = new ArrayList<>();
    List<Integer> sounds = new ArrayList<>();
    List<MediaInfo.Subtitle> subtitles = new ArrayList<>();
    for (int i = 0; report.has(key(i, "codec_type")); i++) {
      String type = report.text(key(i, "codec_type"));
      if (type.equals("video") && !isStill(i)) {
        pictures.add(i);
      } else if (type.equals("audio")) {
        sounds.add(i);
      } else if (type.equals("subtitle")) {
        subtitles.add(subtitle(i));
      }
    }
    if (pictures.isEmpty() && sounds.isEmpty()) {
      throw new DomainException(ErrorCode.NOT_A_VIDEO);
    }
    Optional<Integer> picture = pictures.isEmpty() ? Optional.empty() : Optional.of(film(pictures));
    Optional<Integer> sound =
        picture.isEmpty()
            ? Optional.of(soundAlone(sounds))
            : expected(sounds.stream().filter(this::isKnown).toList());
    double duration = report.number("format.duration");
    int shown = picture.or(() -> sound).orElseThrow();
    return new MediaInfo(
        report.text("format.format_name"),
        duration > 0 ? duration : report.number(key(shown, "duration")),
        report.number("format.start_time"),
        picture.map(this::video),
        sound.map(this::audio),
        further(sounds, sound),
        subtitles,
        chapters());
  }

  /** Returns the sound streams beside the expected one, of codecs that are known by name. */
  private List<MediaInfo.Audio> further(List<Integer> sounds, Optional<Integer> expected) {
    return sounds.stream()
        .filter(i -> expected.isPresent() && !expected.get().equals(i))
        .filter(i -> isKnown(i) && !isEncrypted(i))
        .limit(MediaInfo.MAX_FURTHER_AUDIO)
        .map(this::audio)
        .toList();
  }

  private int film(List<Integer> pictures) {
    List<Integer> readable = pictures.stream().filter(this::isReadable).toList();
    return expected(readable.stream().filter(this::moves).toList())
        .or(() -> expected(readable))
        .orElseThrow(() -> unsupported(pictures.get(0)));
  }

  private int soundAlone(List<Integer> sounds) {
    return expected(sounds.stream().filter(i -> isKnown(i) && !isEncrypted(i)).toList())
        .orElseThrow(() -> unsupported(sounds.get(0)));
  }

  /**
   * Returns the chapters whose times are valid. Many programs write ends that mean nothing, so that
   * a chapter ends at the latest where the next one begins.
   */
  private List<MediaInfo.Chapter> chapters() {
    List<MediaInfo.Chapter> all = new ArrayList<>();
    for (int i = 0; i < MediaInfo.MAX_CHAPTERS && report.has(chapter(i, "start_time")); i++) {
      double start = report.number(chapter(i, "start_time"));
      double end = report.number(chapter(i, "end_time"));
      if (start < end) {
        all.add(new MediaInfo.Chapter(start, end, line(report.text(chapter(i, "tags.title")))));
      }
    }
    all.sort(Comparator.comparingDouble(MediaInfo.Chapter::start));
    List<MediaInfo.Chapter> chapters = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      MediaInfo.Chapter chapter = all.get(i);
      double next = i + 1 < all.size() ? all.get(i + 1).start() : chapter.end();
      double end = Math.min(chapter.end(), next);
      // of chapters that begin at the same time, the last one
      if (end > chapter.start()) {
        chapters.add(new MediaInfo.Chapter(chapter.start(), end, chapter.title()));
      }
    }
    return chapters;
  }

  private static String chapter(int number, String name) {
    return "chapters.chapter." + number + "." + name;
  }

  /** Returns a title as one line of at most 100 characters. */
  private static String line(String title) {
    String line = CONTROLS.matcher(title).replaceAll(" ").replace(REPLACEMENT, '?').strip();
    int end = Math.min(MAX_TITLE, line.length());
    boolean halves = end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, halves ? end - 1 : end).strip();
  }

  private boolean isStill(int i) {
    return report.integer(key(i, "disposition.attached_pic")) == 1
        || report.integer(key(i, "disposition.still_image")) == 1
        || report.integer(key(i, "disposition.timed_thumbnails")) == 1;
  }

  /**
   * Whether a stream is a moving picture. Cameras put a preview picture into a stream of its own;
   * some neither mark it as a still nor leave the default mark to the film.
   */
  private boolean moves(int i) {
    return !STILLS.contains(report.text(key(i, "codec_name")));
  }

  private boolean isKnown(int i) {
    String codec = report.text(key(i, "codec_name"));
    return !codec.isEmpty() && !codec.equals("unknown") && !codec.equals("none");
  }

  private boolean isReadable(int i) {
    return isKnown(i)
        && !isEncrypted(i)
        && report.integer(key(i, "width")) > 0
        && report.integer(key(i, "height")) > 0;
  }

  /** {@code encv} marks samples under digital rights management (ISO/IEC 23001-7). */
  private boolean isEncrypted(int i) {
    return report.text(key(i, "codec_tag_string")).startsWith("enc");
  }

  private DomainException unsupported(int i) {
    return isEncrypted(i)
        ? new DomainException(
            ErrorCode.UNSUPPORTED_CODEC, "The file is copy-protected and can't be read.")
        : new DomainException(ErrorCode.UNSUPPORTED_CODEC);
  }

  private Optional<Integer> expected(List<Integer> streams) {
    return streams.stream()
        .filter(i -> report.integer(key(i, "disposition.default")) == 1)
        .findFirst()
        .or(() -> streams.stream().findFirst());
  }

  private MediaInfo.Video video(int i) {
    double aspect = report.ratio(key(i, "sample_aspect_ratio"));
    String fields = report.text(key(i, "field_order"));
    Orientation orientation = Orientation.of(report, key(i, "side_data_list.side_data."));
    return new MediaInfo.Video(
        report.integer(key(i, "index")),
        report.text(key(i, "codec_name")),
        report.text(key(i, "profile")),
        report.integer(key(i, "level")),
        report.text(key(i, "pix_fmt")),
        report.integer(key(i, "width")),
        report.integer(key(i, "height")),
        aspect > 0.1 && aspect < 10 ? aspect : 1,
        orientation.rotation(),
        orientation.mirrored(),
        frameRate(i),
        steadyRate(i),
        !fields.isEmpty() && !fields.equals("progressive") && !fields.equals("unknown"),
        report.number(key(i, "start_time")),
        color(i));
  }

  private MediaInfo.Color color(int i) {
    return new MediaInfo.Color(
        report.text(key(i, "color_transfer")),
        report.text(key(i, "color_primaries")),
        report.text(key(i, "color_space")),
        report.text(key(i, "color_range")));
  }

  private double frameRate(int i) {
    double average = report.ratio(key(i, "avg_frame_rate"));
    double lowest = report.ratio(key(i, "r_frame_rate"));
    if (average > 0 && average <= MAX_FRAME_RATE) {
      return average;
    }
    return lowest <= MAX_FRAME_RATE ? lowest : 0;
  }

  /**
   * Returns the constant rate, or empty. When the average rate equals the lowest rate that fits all
   * time stamps, the pictures are equally spaced.
   */
  private String steadyRate(int i) {
    double average = report.ratio(key(i, "avg_frame_rate"));
    double lowest = report.ratio(key(i, "r_frame_rate"));
    boolean steady = average >= 1 && average <= MAX_FRAME_RATE;
    return steady && Math.abs(lowest - average) < average * STEADY
        ? report.text(key(i, "r_frame_rate"))
        : "";
  }

  private MediaInfo.Audio audio(int i) {
    return new MediaInfo.Audio(
        report.integer(key(i, "index")),
        report.text(key(i, "codec_name")),
        report.text(key(i, "profile")),
        Math.max(1, report.integer(key(i, "channels"))),
        layout(i),
        report.integer(key(i, "sample_rate")),
        report.number(key(i, "start_time")),
        language(i),
        title(i));
  }

  /** Returns the title of a sound stream, or what the file says of its purpose. */
  private String title(int i) {
    String title = line(report.text(key(i, "tags.title")));
    String name = language(i).equals(LanguageTag.UNDETERMINED) ? "" : language(i).displayName();
    if (!title.isEmpty()) {
      return title;
    } else if (report.integer(key(i, "disposition.comment")) == 1) {
      return name.isEmpty() ? "Commentary" : name + " (commentary)";
    } else if (report.integer(key(i, "disposition.visual_impaired")) == 1) {
      return name.isEmpty() ? "Audio description" : name + " (audio description)";
    }
    return "";
  }

  private LanguageTag language(int i) {
    return LanguageTag.parse(report.text(key(i, "tags.language"))).orElse(LanguageTag.UNDETERMINED);
  }

  private MediaInfo.Subtitle subtitle(int i) {
    String codec = report.text(key(i, "codec_name"));
    LanguageTag language = language(i);
    String line = line(report.text(key(i, "tags.title")));
    boolean forced = report.integer(key(i, "disposition.forced")) == 1;
    return new MediaInfo.Subtitle(
        report.integer(key(i, "index")),
        codec.isEmpty() ? "unknown" : codec,
        Decoders.TEXTS.contains(codec),
        language,
        line.isEmpty() && forced ? language.displayName() + " (forced)" : line);
  }

  private String layout(int i) {
    String layout = report.text(key(i, "channel_layout"));
    return layout.equals("unknown") ? "" : layout;
  }

  private static String key(int stream, String name) {
    return "streams.stream." + stream + "." + name;
  }
}
