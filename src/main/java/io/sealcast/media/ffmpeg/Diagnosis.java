package io.sealcast.media.ffmpeg;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Locale;

/**
 * Derives the reason of a failure from ffmpeg's error messages, in words for the owner of the
 * video.
 */
final class Diagnosis {
  private static final List<String> CUT_OFF =
      List.of(
          "moov atom not found",
          "partial file",
          "file ended prematurely",
          "stream ends prematurely",
          "truncat");

  /**
   * Messages about data that can't be decoded. Other messages are about data that plays
   * nevertheless.
   */
  private static final List<String> DAMAGE =
      List.of(
          "error submitting packet",
          "decoding error",
          "error while decoding",
          "concealing",
          "packet mismatch",
          "exceeds containing master",
          "invalid nal unit size",
          "corrupt",
          "invalid data found");

  /**
   * Messages that appear when the machine has no memory left or the program has reached its limit.
   */
  private static final List<String> NO_MEMORY =
      List.of(
          "cannot allocate memory",
          "malloc of size",
          "pthread_create failed",
          "out of memory",
          "failed to map segment");

  /** Messages about pictures that can't be decoded; such damage is always visible. */
  private static final List<String> PICTURE_DAMAGE =
      List.of("error while decoding mb", "concealing", "[vist#");

  private static final List<String> UNREADABLE =
      List.of(
          "decoder not found",
          "no decoder found",
          "unknown decoder",
          "not currently supported",
          "patches welcome",
          // "Codec (x) not on whitelist"; the message about a container has no bracket
          ") not on whitelist",
          "could not find codec parameters");
  private static final List<String> NO_VIDEO =
      List.of(
          "not on whitelist",
          "invalid data found when processing input",
          "not contain any stream",
          "failed to probe");

  private Diagnosis() {}

  /** Whether the input ended too early. ffmpeg exits successfully in that case. */
  static boolean saysCutOff(List<String> errors) {
    return mentions(errors, CUT_OFF);
  }

  /** Counts the messages about data that can't be decoded. */
  static long damages(List<String> errors) {
    return errors.stream().filter(line -> mentions(List.of(line), DAMAGE)).count();
  }

  /** Whether memory ran out, which is a failure of the machine and not of the file. */
  static boolean saysNoMemory(List<String> errors) {
    return mentions(errors, NO_MEMORY);
  }

  /** Whether a message is about a picture that can't be decoded. */
  static boolean damagesPicture(List<String> errors) {
    return mentions(errors, PICTURE_DAMAGE);
  }

  /** Returns the failure that explains an unsuccessful run. */
  static DomainException of(List<String> errors) {
    if (saysCutOff(errors)) {
      return new DomainException(ErrorCode.TRUNCATED_VIDEO);
    }
    if (saysNoMemory(errors)) {
      return new DomainException(ErrorCode.PROCESSING_INTERRUPTED);
    }
    if (mentions(errors, UNREADABLE)) {
      return new DomainException(ErrorCode.UNSUPPORTED_CODEC);
    }
    if (mentions(errors, NO_VIDEO)) {
      return new DomainException(ErrorCode.NOT_A_VIDEO);
    }
    return new DomainException(ErrorCode.PROCESSING_FAILED);
  }

  private static boolean mentions(List<String> errors, List<String> phrases) {
    return errors.stream()
        .map(line -> line.toLowerCase(Locale.ROOT))
        .anyMatch(line -> phrases.stream().anyMatch(line::contains));
  }
}
