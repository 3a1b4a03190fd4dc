package io.sealcast.media;

import java.util.Set;

/** The programs that do the work, for logs and health. */
public interface MediaTools {
  /**
   * What runs here. The first call starts programs, all others tell what was found.
   *
   * @throws io.sealcast.problem.DomainException PROCESSING_INTERRUPTED when no usable program was
   *     found
   */
  Description describe();

  /** Looks for them anew, if none was found. */
  void searchAgain();

  /**
   * A found program.
   *
   * @param origin {@code configured} or {@code bundled}
   * @param path of the executable
   * @param version as the program names it, for instance {@code 8.0.1}
   * @param videoEncoder the H.264 encoder that is used, for instance {@code libx264}
   * @param encoders all H.264, AAC and JPEG encoders that it has
   * @param filters those that it has of the few that are used and that not every ffmpeg has
   */
  record Description(
      String origin,
      String path,
      String version,
      String videoEncoder,
      Set<String> encoders,
      Set<String> filters) {}
}
