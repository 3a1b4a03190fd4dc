package io.sealcast.storage.s3;

import io.sealcast.storage.BlobKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the bucket is and how it is spoken to. Credentials are no part of it: the SDK finds them
 * itself.
 *
 * @param endpoint null for Amazon's own of the region
 * @param prefix what all keys begin with in the bucket: empty, or with {@code /} at its end
 * @param partBytes size of the parts of an upload; each writer keeps one in memory
 * @param readTimeout how long one attempt to read a range may take
 */
public record S3Settings(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    int partBytes,
    Duration readTimeout) {

  /** What S3 takes: parts of 5 MiB and more, but for the last. */
  private static final int SMALLEST_PART = 5 << 20;

  private static final int LARGEST_PART = 256 << 20;

  /** Three attempts end before a viewer's patience does. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(8);

  /**
   * Checks what was configured.
   *
   * @throws IllegalArgumentException in words, naming the environment variable
   */
  public static S3Settings of(
      Optional<String> endpoint,
      String region,
      Optional<String> bucket,
      Optional<String> prefix,
      boolean pathStyle,
      int partBytes) {
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("SEALCAST_STORAGE is s3: set SEALCAST_STORAGE_S3_BUCKET");
    }
    if (partBytes < SMALLEST_PART || partBytes > LARGEST_PART) {
      throw new IllegalArgumentException(
          "SEALCAST_STORAGE_S3_PART_BYTES is not between "
              + SMALLEST_PART
              + " and "
              + LARGEST_PART);
    }
    return new S3Settings(
        endpoint.map(S3Settings::address).orElse(null),
        region,
        bucket.get(),
        prefix.map(S3Settings::folder).orElse(""),
        pathStyle,
        partBytes,
        READ_TIMEOUT);
  }

  private static URI address(String endpoint) {
    URI uri = URI.create(endpoint);
    if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "SEALCAST_STORAGE_S3_ENDPOINT is not like https://s3.example.org");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException("SEALCAST_STORAGE_S3_ENDPOINT must not hold credentials");
    }
    return uri;
  }

  private static String folder(String prefix) {
    try {
      return BlobKeys.requirePrefix(prefix.endsWith("/") ? prefix : prefix + "/");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "SEALCAST_STORAGE_S3_PREFIX is not made of letters, digits, dots, dashes and slashes", e);
    }
  }
}
