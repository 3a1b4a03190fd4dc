package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartWriter;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a rendition as a player will read it, one part after the other: demuxes all of it and
 * decodes it, so that no part is published that doesn't play. ffmpeg's exit status proves neither.
 * Time stamps and durations are summed up over the parts, so that the rendition is contiguous where
 * one part ends and the next begins. Not thread-safe.
 */
final class RenditionCheck {
  /** Latest time in seconds at which picture and sound may begin. */
  static final double LATEST_START = 0.1;

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
  static final double MAX_HOLE = 0.03;

  /** Largest difference in seconds by which the picture may be shorter than planned. */
  private static final double MAX_MISSING = 1;

  /**
   * Largest difference in seconds between the ends of sound and picture where a part ends that
   * isn't the last one. A copied picture is cut where it is decoded, which may be earlier than it
   * is shown.
   */
  private static final double MAX_APART = 2;

  /** Number of segments of a part that are decoded separately, as a player does after a seek. */
  private static final int SOUGHT = 3;

  private final FfmpegRunner runner;
  private final RenditionPlan plan;
  private final FormatScan formats;
  private final double start;

  /** What is known of the parts before; null before the first one. */
  private @Nullable PacketScan packets;

  private long pictures;
  private long keyframes;

  /**
   * @param plan the plan by which the rendition is made
   */
  RenditionCheck(FfmpegRunner runner, RenditionPlan plan) {
    this(runner, plan, 0);
  }

  /**
   * @param start time in seconds at which the first of the parts begins that are checked
   */
  RenditionCheck(FfmpegRunner runner, RenditionPlan plan, double start) {
    this.runner = runner;
    this.plan = plan;
    this.start = start;
    formats = new FormatScan(runner);
  }

  /**
   * Checks the next part.
   *
   * @param media the bytes of the part
   * @param whole whether all of it is decoded; otherwise its first segment, one in the middle and
   *     its last segment are decoded
   * @param last whether it is the last part; then the length of the rendition is checked, too
   * @return the defect, for the log; empty when the part plays
   * @throws io.sealcast.problem.DomainException PROCESSING_INTERRUPTED, PROCESSING_TIMEOUT, or a
   *     failure to read the part
   */
  Optional<String> next(
      PartWriter.Part part,
      MediaSource media,
      boolean whole,
      boolean last,
      Cancellation cancellation) {
    MediaSource playable =
        part.number() == 0
            ? media
            : new ConcatenatedSource(List.of(new MemorySource(part.init()), media));
    if (packets == null) {
      try {
        packets = new PacketScan(new FfprobeMediaProbe(runner).probe(playable, cancellation));
      } catch (DomainException e) {
        if (e.code() == ErrorCode.PROCESSING_INTERRUPTED) {
          throw e;
        }
        return Optional.of("it can't be read: " + e.code());
      }
    }
    SourceScan scan = new SourceScanner(runner).scanNext(playable, packets, cancellation);
    return packets(part.index(), scan)
        .or(() -> last ? end(scan) : Optional.empty())
        .or(() -> decoding(part, media, playable, whole, cancellation));
  }

  /** Checks the packets so far; those of this part are new. */
  private Optional<String> packets(FragmentIndex index, SourceScan scan) {
    PacketSummary picture = scan.picture();
    if (!scan.errors().isEmpty() || picture.isEmpty() || !picture.isTimed()) {
      return Optional.of("it can't be read: " + scan.errors().stream().findFirst().orElse(""));
    }
    boolean onTime =
        picture.start() > start + EARLIEST_START && picture.start() < start + LATEST_START;
    if (picture.unsteady() || !onTime) {
      return Optional.of("its time stamps");
    }
    long newPictures = picture.packets() - pictures;
    long newKeyframes = picture.keyframes() - keyframes;
    pictures = picture.packets();
    keyframes = picture.keyframes();
    if (newPictures != pictures(index)) {
      return Optional.of(newPictures + " of " + pictures(index) + " pictures");
    }
    if (!picture.keyframeFirst() || newKeyframes < index.fragments().size()) {
      return Optional.of(newKeyframes + " keyframes in " + index.fragments().size() + " segments");
    }
    return plan.hasSound() ? sound(scan) : Optional.empty();
  }

  private static long pictures(FragmentIndex index) {
    return index.fragments().stream().mapToLong(FragmentIndex.Fragment::pictures).sum();
  }

  private Optional<String> sound(SourceScan scan) {
    if (scan.sound().isEmpty()) {
      return Optional.of("no sound");
    }
    PacketSummary sound = scan.sound().get();
    if (sound.unsteady() || sound.drift() > MAX_HOLE || sound.start() > LATEST_START) {
      return Optional.of("a hole in the sound");
    }
    // one reader of both finds a pause of the sound only at its end, and fills it up later
    return plan.separateSound() ? soundEnd(scan, MAX_APART) : Optional.empty();
  }

  private static Optional<String> soundEnd(SourceScan scan, double tolerance) {
    double end = scan.sound().map(PacketSummary::end).orElse(0.0);
    return Math.abs(end - scan.picture().end()) > tolerance
        ? Optional.of("sound that ends at " + end + " s")
        : Optional.empty();
  }

  private Optional<String> end(SourceScan scan) {
    if (plan.length() > 0 && scan.picture().end() < plan.length() - MAX_MISSING) {
      return Optional.of("a picture that ends at " + scan.picture().end() + " s");
    }
    return plan.hasSound() ? soundEnd(scan, MAX_DIFFERENCE) : Optional.empty();
  }

  private Optional<String> decoding(
      PartWriter.Part part,
      MediaSource media,
      MediaSource playable,
      boolean whole,
      Cancellation cancellation) {
    TreeSet<Integer> numbers = segments(part.index().fragments().size() - 1);
    if (whole) {
      Optional<String> wrong = decode(playable, pictures(part.index()), cancellation);
      if (wrong.isPresent()) {
        return wrong;
      }
      if (plan.copiesPicture() && formats.changes(playable, cancellation)) {
        return Optional.of("its pictures change their size or format");
      }
      // nothing precedes it in what was decoded
      numbers.remove(0);
    }
    for (int number : numbers) {
      FragmentIndex.Fragment segment = part.index().fragments().get(number);
      MediaSource alone = ConcatenatedSource.ofSegment(part.init(), media, segment);
      Optional<String> wrong = decode(alone, segment.pictures(), cancellation);
      if (wrong.isPresent()) {
        return wrong.map(reason -> reason + " in segment " + number);
      }
    }
    return Optional.empty();
  }

  /** Returns the numbers of the first, the last and a segment between them, in order. */
  private static TreeSet<Integer> segments(int last) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (int i = 0; i < SOUGHT; i++) {
      numbers.add((int) Math.round((double) last * i / (SOUGHT - 1)));
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
