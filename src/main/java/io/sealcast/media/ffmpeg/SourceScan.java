package io.sealcast.media.ffmpeg;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of reading all packets of a source. No value comes from the header of the file, since
 * headers claim durations that the file doesn't have.
 *
 * @param picture summary of the picture's packets; it is empty when the source has sound alone
 * @param sound summary of the sound's packets, if there are any
 * @param joined whether the clock of the file jumped and was made continuous
 * @param partial whether the size of the file shows that it was cut off
 * @param errors the error messages of ffprobe
 */
record SourceScan(
    PacketSummary picture,
    Optional<PacketSummary> sound,
    boolean joined,
    boolean partial,
    List<String> errors) {

  /** Longest plausible duration in seconds of the last picture when the source has no sound. */
  private static final double LONGEST_LAST_PICTURE = 60;

  SourceScan {
    errors = List.copyOf(errors);
  }

  /**
   * Returns the scan of this beginning of a file and its end, without what is between; empty when
   * they don't have the same streams.
   */
  Optional<SourceScan> and(SourceScan ending) {
    if (isEmpty()
        || picture.isEmpty() != ending.picture.isEmpty()
        || sound.isEmpty() != ending.sound.isEmpty()) {
      return Optional.empty();
    }
    List<String> all = Stream.concat(errors.stream(), ending.errors.stream()).toList();
    return Optional.of(
        new SourceScan(
            picture.and(ending.picture),
            sound.map(s -> s.and(ending.sound.orElseThrow())),
            joined || ending.joined,
            partial || ending.partial,
            all));
  }

  /** Whether there is neither a picture nor sound. */
  private boolean isEmpty() {
    return picture.isEmpty() && sound.isEmpty();
  }

  /** Whether the source has usable time stamps; raw streams have none. */
  boolean isTimed() {
    return !isEmpty()
        && (picture.isEmpty() || picture.isTimed())
        && sound.map(PacketSummary::isTimed).orElse(true);
  }

  /** Time in seconds on the clock of the file at which the earlier of picture and sound begins. */
  double start() {
    if (picture.isEmpty()) {
      return sound.map(PacketSummary::start).orElse(Double.NaN);
    }
    return Math.min(picture.start(), sound.map(PacketSummary::start).orElse(picture.start()));
  }

  /** Time in seconds on the clock of the file at which the later of picture and sound ends. */
  double end() {
    if (picture.isEmpty()) {
      return sound.map(PacketSummary::end).orElse(Double.NaN);
    }
    return Math.max(pictureEnd(), sound.map(PacketSummary::end).orElse(pictureEnd()));
  }

  /**
   * Time in seconds at which the last picture ends. A last picture that claims to last a day counts
   * for a minute: such a duration comes from an overflow in the file, not from a recording.
   */
  double pictureEnd() {
    double excess = Math.max(0, picture.lastDuration() - LONGEST_LAST_PICTURE);
    return picture.end() - excess;
  }

  /**
   * Time in seconds by which the sound begins before the picture; negative when it begins later.
   */
  double soundLead() {
    return sound.map(s -> picture.start() - s.start()).orElse(0.0);
  }

  /** Whether the file was cut off: its size or its last packets are incomplete. */
  boolean isCutOff() {
    return partial
        || picture.endsCorrupt()
        || sound.map(PacketSummary::endsCorrupt).orElse(false)
        || Diagnosis.saysCutOff(errors);
  }

  /**
   * Whether packets are damaged elsewhere than at the points where the file was cut or joined. A
   * recording that was stopped and continued has an incomplete packet at each stop.
   */
  boolean isCorruptInside() {
    return !joined && corruptInside();
  }

  private boolean corruptInside() {
    return picture.isCorruptInside() || sound.map(PacketSummary::isCorruptInside).orElse(false);
  }

  /** Whether any part of the source couldn't be read correctly. */
  boolean isDamaged() {
    return !errors.isEmpty()
        || picture.corrupt() > 0
        || sound.map(s -> s.corrupt() > 0).orElse(false);
  }
}
