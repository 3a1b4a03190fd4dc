package io.sealcast.media.ffmpeg;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import java.util.Locale;

/** Finds the reason for a failure in what ffmpeg says, in words for the video's owner. */
final class Diagnosis {
  private static final List<String> CUT_OFF =
      List.of(
          "moov atom not found",
          "partial file",
          "file ended prematurely",
          "stream ends prematurely",
          "truncat");

  /** Of what can't be decoded; other complaints are about what plays all the same. */
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

  /** Said where the machine, or the limit that is set for a program, has no memory left. */
  private static final List<String> NO_MEMORY =
      List.of(
          "cannot allocate memory",
          "malloc of size",
          "pthread_create failed",
          "out of memory",
          "failed to map segment");

  /** Of pictures that can't be decoded, which everybody sees. */
  private static final List<String> PICTURE_DAMAGE =
      List.of("error while decoding mb", "concealing", "[vist#");

  private static final List<String> UNREADABLE =
      List.of(
          "decoder not found",
          "no decoder found",
          "unknown decoder",
          "not currently supported",
          "patches welcome",
          "could not find codec parameters");
  private static final List<String> NO_VIDEO =
      List.of(
          "not on whitelist",
          "invalid data found when processing input",
          "not contain any stream",
          "failed to probe");

  private Diagnosis() {}

  /** Whether what was read ended too early, which ffmpeg by itself takes for a good end. */
  static boolean saysCutOff(List<String> errors) {
    return mentions(errors, CUT_OFF);
  }

  /** How many lines tell of parts that can't be decoded. */
  static long damages(List<String> errors) {
    return errors.stream().filter(line -> mentions(List.of(line), DAMAGE)).count();
  }

  /** Whether the machine is to blame, not the file. */
  static boolean saysNoMemory(List<String> errors) {
    return mentions(errors, NO_MEMORY);
  }

  /** Whether a picture couldn't be decoded. */
  static boolean damagesPicture(List<String> errors) {
    return mentions(errors, PICTURE_DAMAGE);
  }

  /** The reason for a run that ended badly. */
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
