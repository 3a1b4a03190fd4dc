package io.sealcast.media;

import java.util.Set;

/** Describes the external programs in use, for logs and health checks. */
public interface MediaTools {
  /** Name of the encoder of H.264 that limits the quality and not the bit rate. */
  String X264 = "libx264";

  /** Name of the encoder of AV1 that is used if the program has it. */
  String AV1_ENCODER = "libsvtav1";

  /**
   * Describes the programs that this instance uses. The first call starts them to find out; later
   * calls return the cached result.
   *
   * @throws io.sealcast.problem.DomainException PROCESSING_INTERRUPTED when no usable program was
   *     found
   */
  Description describe();

  /** Repeats the search for usable programs if none was found. */
  void searchAgain();

  /**
   * A usable program.
   *
   * @param origin {@code configured} or {@code bundled}
   * @param path path of the executable
   * @param version the program's own version string, for instance {@code 8.0.1}
   * @param videoEncoder the H.264 encoder that is used, for instance {@code libx264}
   * @param encoders all H.264, AAC and JPEG encoders that the program has, and that of AV1
   * @param filters the optional filters that Sealcast uses and the program has
   * @param sandbox what the program's sandbox restricts, in words for the operator
   */
  record Description(
      String origin,
      String path,
      String version,
      String videoEncoder,
      Set<String> encoders,
      Set<String> filters,
      String sandbox) {
    /**
     * Whether the encoder in use limits the quality of H.264 and not its bit rate, so that pieces
     * of a rendition can be made by themselves.
     */
    public boolean limitsQuality() {
      return videoEncoder.equals(X264);
    }

    /** Whether the program encodes AV1. */
    public boolean canEncodeAv1() {
      return encoders.contains(AV1_ENCODER);
    }
  }
}
