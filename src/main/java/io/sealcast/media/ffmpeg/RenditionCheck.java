package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Verifies a rendition as a player will read it: demuxes all of it and decodes it, so that no video
 * is marked as processed that doesn't play. ffmpeg's exit status proves neither.
 */
final class RenditionCheck {
  /** Latest time in seconds at which picture and sound may begin. */
  private static final double LATEST_START = 0.1;

  /**
   * Earliest time in seconds at which a stream may begin, to allow for rounding. Players discard
   * what begins earlier.
   */
  private static final double EARLIEST_START = -0.002;

  /** Largest difference in seconds between the ends of sound and picture. */
  private static final double MAX_DIFFERENCE = 0.25;

  /**
   * Largest difference in seconds between the time stamps of the sound and the sum of its
   * durations.
   */
  private static final double MAX_HOLE = 0.03;

  /** Largest difference in seconds by which the picture may be shorter than planned. */
  private static final double MAX_MISSING = 1;

  /**
   * Number of segments of a copied picture that are decoded separately, as a player does after a
   * seek.
   */
  private static final int SOUGHT = 5;

  private final FfmpegRunner runner;
  private final MediaInfo info;
  private final MediaSource rendition;
  private final FragmentIndex index;
  private final RenditionPlan plan;

  /**
   * @param info result of probing the rendition
   * @param rendition the bytes of the rendition
   * @param index times and byte ranges of its fragments
   * @param plan the plan by which it was made
   */
  RenditionCheck(
      FfmpegRunner runner,
      MediaInfo info,
      MediaSource rendition,
      FragmentIndex index,
      RenditionPlan plan) {
    this.runner = runner;
    this.info = info;
    this.rendition = rendition;
    this.index = index;
    this.plan = plan;
  }

  /**
   * Checks the rendition.
   *
   * @param whole whether all of it is decoded; otherwise its first segment, one in the middle and
   *     its last segment are decoded
   * @return the defect, for the log; empty when the rendition plays
   */
  Optional<String> run(boolean whole, Cancellation cancellation) {
    SourceScan scan = new SourceScanner(runner).scan(rendition, info, cancellation);
    return packets(scan).or(() -> decoding(scan, whole, cancellation));
  }

  private Optional<String> packets(SourceScan scan) {
    PacketSummary picture = scan.picture();
    if (!scan.errors().isEmpty() || picture.isEmpty() || !picture.isTimed()) {
      return Optional.of("it can't be read: " + scan.errors().stream().findFirst().orElse(""));
    }
    boolean onTime = picture.start() > EARLIEST_START && picture.start() < LATEST_START;
    if (picture.unsteady() || !onTime) {
      return Optional.of("its time stamps");
    }
    if (!picture.keyframeFirst() || picture.keyframes() < index.fragments().size()) {
      return Optional.of(
          picture.keyframes() + " keyframes in " + index.fragments().size() + " segments");
    }
    if (plan.length() > 0 && picture.end() < plan.length() - MAX_MISSING) {
      return Optional.of("a picture that ends at " + picture.end() + " s");
    }
    return plan.hasSound() ? sound(scan) : Optional.empty();
  }

  private static Optional<String> sound(SourceScan scan) {
    if (scan.sound().isEmpty()) {
      return Optional.of("no sound");
    }
    PacketSummary sound = scan.sound().get();
    if (sound.unsteady() || sound.drift() > MAX_HOLE || sound.start() > LATEST_START) {
      return Optional.of("a hole in the sound");
    }
    return Math.abs(sound.end() - scan.picture().end()) > MAX_DIFFERENCE
        ? Optional.of("sound that ends at " + sound.end() + " s")
        : Optional.empty();
  }

  private Optional<String> decoding(SourceScan scan, boolean whole, Cancellation cancellation) {
    if (whole) {
      Optional<String> wrong = decode(rendition, scan.picture().packets(), cancellation);
      if (wrong.isPresent()) {
        return wrong;
      }
      if (plan.copyVideo() && FormatScan.changes(runner, rendition, cancellation)) {
        return Optional.of("its pictures change their size or format");
      }
    }
    for (int number : segments(whole ? SOUGHT : 3)) {
      FragmentIndex.Fragment segment = index.fragments().get(number);
      MediaSource alone = new SegmentSource(rendition, index.initSize(), segment);
      Optional<String> wrong = decode(alone, segment.pictures(), cancellation);
      if (wrong.isPresent()) {
        return wrong.map(reason -> reason + " in segment " + number);
      }
    }
    return Optional.empty();
  }

  /** Returns the numbers of the first, the last and some segments between them, in order. */
  private TreeSet<Integer> segments(int count) {
    TreeSet<Integer> numbers = new TreeSet<>();
    int last = index.fragments().size() - 1;
    for (int i = 0; i < count; i++) {
      numbers.add((int) Math.round((double) last * i / (count - 1)));
    }
    return numbers;
  }

  private Optional<String> decode(MediaSource media, long pictures, Cancellation cancellation) {
    ProgressReader progress = new ProgressReader(0, percent -> {});
    try (LoopbackLink link = new LoopbackLink(media, null)) {
      ChildProcess.Outcome outcome =
          runner.encode(
              link,
              List.of(List.of()),
              runner.threads((long) plan.width() * plan.height()),
              // passthrough makes ffmpeg count each decoded picture once
              List.of(
                  "-progress",
                  "pipe:1",
                  "-fps_mode",
                  "passthrough",
                  "-map",
                  "0",
                  "-f",
                  "null",
                  "-"),
              progress,
              cancellation);
      if (outcome.exitCode() != 0 || !outcome.errors().isEmpty()) {
        return Optional.of(
            "it can't be decoded: " + outcome.errors().stream().findFirst().orElse("no reason"));
      }
      return progress.frames() == pictures
          ? Optional.empty()
          : Optional.of(progress.frames() + " of " + pictures + " pictures can be decoded");
    }
  }
}
