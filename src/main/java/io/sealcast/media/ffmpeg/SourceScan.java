package io.sealcast.media.ffmpeg;

import java.util.List;
import java.util.Optional;

/**
 * What reading a source once from end to end has shown. Nothing here comes from the file's header:
 * headers promise lengths that aren't there.
 *
 * @param picture the picture's packets
 * @param sound the sound's packets, where there are any
 * @param joined whether the file's clock jumped and was joined
 * @param partial whether the file's size shows that it was cut off
 * @param errors what was complained about on the way
 */
record SourceScan(
    PacketSummary picture,
    Optional<PacketSummary> sound,
    boolean joined,
    boolean partial,
    List<String> errors) {

  /** Seconds for which a last picture is believed to stand where no sound goes with it. */
  private static final double LONGEST_LAST_PICTURE = 60;

  SourceScan {
    errors = List.copyOf(errors);
  }

  /** Whether times can be told at all; raw streams have none. */
  boolean isTimed() {
    return picture.isTimed() && sound.map(PacketSummary::isTimed).orElse(true);
  }

  /** When the first of picture and sound begins, on the file's clock. */
  double start() {
    return Math.min(picture.start(), sound.map(PacketSummary::start).orElse(picture.start()));
  }

  /** When the last of picture and sound ends, on the file's clock. */
  double end() {
    return Math.max(pictureEnd(), sound.map(PacketSummary::end).orElse(pictureEnd()));
  }

  /**
   * When the last picture has been shown. A picture that is said to stand for a day is believed for
   * a minute: such a length comes from an overflow in the file, not from a recording.
   */
  double pictureEnd() {
    double excess = Math.max(0, picture.lastDuration() - LONGEST_LAST_PICTURE);
    return picture.end() - excess;
  }

  /** Seconds that the sound is heard before the first picture; negative when it comes later. */
  double soundLead() {
    return sound.map(s -> picture.start() - s.start()).orElse(0.0);
  }

  /** Whether the file stops in the middle of something. */
  boolean isCutOff() {
    return partial
        || picture.endsCorrupt()
        || sound.map(PacketSummary::endsCorrupt).orElse(false)
        || Diagnosis.saysCutOff(errors);
  }

  /**
   * Whether packets are damaged on the way, and not only where the file was cut, or joined: a
   * recording that was stopped and gone on with ends in the middle of a packet each time.
   */
  boolean isCorruptInside() {
    return !joined && corruptInside();
  }

  private boolean corruptInside() {
    return picture.isCorruptInside() || sound.map(PacketSummary::isCorruptInside).orElse(false);
  }

  /** Whether anything in it couldn't be read as it should. */
  boolean isDamaged() {
    return !errors.isEmpty()
        || picture.corrupt() > 0
        || sound.map(s -> s.corrupt() > 0).orElse(false);
  }
}
