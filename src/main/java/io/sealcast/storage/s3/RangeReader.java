package io.sealcast.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads ranges of objects directly into the caller's buffer. The SDK repeats a request whose
 * response breaks off in the middle like one that fails at its beginning. Thread-safe.
 */
final class RangeReader {
  /**
   * Length of the first read in bytes. It covers a whole key file, so that a key file takes one
   * request.
   */
  private static final int FIRST_READ = 4096;

  /**
   * Number of cached bytes at each end of a larger object; more than the header or the trailer of a
   * container.
   */
  private static final int EDGE = 256;

  private static final int ATTEMPTS = 3;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final byte[] EMPTY = {};

  private final S3Client client;
  private final String bucket;
  private final AwsRequestOverrideConfiguration limits;

  RangeReader(S3Client client, S3Settings settings) {
    this.client = client;
    this.bucket = settings.bucket();
    this.limits =
        AwsRequestOverrideConfiguration.builder()
            .apiCallAttemptTimeout(settings.readTimeout())
            .apiCallTimeout(settings.readTimeout().multipliedBy(ATTEMPTS))
            .build();
  }

  /** Reads both ends of an object, with one request for a small object and two for a large one. */
  S3Blob.Edges edges(String name) throws IOException {
    GetObjectRequest request = request(name).range("bytes=0-" + (FIRST_READ - 1)).build();
    S3Blob.Edges start;
    try {
      start = client.getObject(request, RangeReader::start);
    } catch (S3Exception e) {
      if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
        return new S3Blob.Edges(0, "", EMPTY, EMPTY); // an empty object has no byte 0
      }
      throw e;
    }
    if (start.areAll()) {
      return start;
    }
    byte[] tail = new byte[EDGE];
    readFully(name, start.version(), start.size() - EDGE, tail, 0, EDGE);
    byte[] head = Arrays.copyOf(start.head(), EDGE);
    return new S3Blob.Edges(start.size(), start.version(), head, tail);
  }

  private static S3Blob.Edges start(GetObjectResponse answer, InputStream body) {
    long size = size(answer, 0);
    byte[] head = new byte[(int) Math.min(size, FIRST_READ)];
    fill(body, head, 0, head.length);
    return new S3Blob.Edges(size, answer.eTag(), head, EMPTY);
  }

  /**
   * Reads a range of one version of an object.
   *
   * @param version entity tag of the version
   * @throws S3Exception with status 412 when the object was replaced
   */
  Void readFully(String name, String version, long position, byte[] target, int offset, int length)
      throws IOException {
    GetObjectRequest request =
        request(name)
            .ifMatch(version)
            .range("bytes=" + position + "-" + (position + length - 1))
            .build();
    return client.getObject(
        request,
        (answer, body) -> {
          size(answer, position);
          fill(body, target, offset, length);
          return null;
        });
  }

  private GetObjectRequest.Builder request(String name) {
    return GetObjectRequest.builder().bucket(bucket).key(name).overrideConfiguration(limits);
  }

  private static long size(GetObjectResponse answer, long position) {
    String contentRange = answer.contentRange();
    if (contentRange == null && position == 0 && answer.contentLength() <= FIRST_READ) {
      return answer.contentLength(); // the whole object, which covers the range
    }
    Matcher range = CONTENT_RANGE.matcher(String.valueOf(contentRange));
    if (!range.matches() || Long.parseLong(range.group(1)) != position) {
      throw S3Exception.builder().message("The storage answered with another range").build();
    }
    return Long.parseLong(range.group(3));
  }

  private static void fill(InputStream body, byte[] target, int offset, int length) {
    try {
      int read = body.readNBytes(target, offset, length);
      if (read < length) {
        throw RetryableException.create("The answer ended after " + read + " bytes");
      }
    } catch (IOException e) {
      throw RetryableException.create("The answer broke off", e);
    }
  }
}
