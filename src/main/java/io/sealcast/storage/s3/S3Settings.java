package io.sealcast.storage.s3;

import io.sealcast.storage.BlobKeys;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The location of the bucket and how to access it. Credentials aren't part of it: the SDK finds
 * them itself.
 *
 * @param endpoint address of the server; null for Amazon's endpoint of the region
 * @param region name of the region, used for signatures
 * @param bucket name of an existing bucket
 * @param prefix prefix of all keys in the bucket: empty, or ending with {@code /}
 * @param pathStyle whether the bucket is part of the URL's path and not of its host
 * @param partBytes size of an upload's parts in bytes, 5 MiB to 256 MiB; each writer has one part
 *     in memory
 * @param readTimeout longest duration of one attempt to read a range
 */
public record S3Settings(
    @Nullable URI endpoint,
    String region,
    String bucket,
    String prefix,
    boolean pathStyle,
    int partBytes,
    Duration readTimeout) {

  /** Smallest part that S3 accepts, in bytes; only the last part may be smaller. */
  private static final int SMALLEST_PART = 5 << 20;

  private static final int LARGEST_PART = 256 << 20;

  /**
   * Timeout of one attempt to read. Three attempts take less time than a viewer is willing to wait.
   */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(8);

  /**
   * Validates the configured values.
   *
   * @throws IllegalArgumentException when a value is invalid; the message names the environment
   *     variable
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
