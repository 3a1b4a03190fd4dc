package io.sealcast.storage.s3;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates exceptions of the SDK to those of {@link io.sealcast.storage.BlobStore}. */
final class S3Failures {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int INSUFFICIENT_STORAGE = 507;

  /** Error codes of MinIO and Ceph for a full storage or an exhausted quota. */
  private static final Set<String> FULL =
      Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");

  private S3Failures() {}

  /** A call to the SDK. */
  interface Call<T extends @Nullable Object> {
    T run() throws IOException;
  }

  /**
   * Runs a call and translates its exceptions.
   *
   * @throws NoSuchFileException when there is no object under {@code key}
   * @throws DomainException INSUFFICIENT_STORAGE when the storage is full
   * @throws IOException when the storage can't be reached or rejects the request
   */
  static <T extends @Nullable Object> T translate(String key, Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (AbortedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("The server is stopping");
      interrupted.initCause(e);
      throw interrupted;
    } catch (AwsServiceException e) {
      throw refusal(key, e);
    } catch (SdkException e) {
      throw new IOException("The storage can't be reached", e);
    }
  }

  static boolean isMissing(AwsServiceException e) {
    // a response to HEAD has no body and therefore no error code
    return e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(e));
  }

  private static IOException refusal(String key, AwsServiceException e) {
    if (isMissing(e)) {
      NoSuchFileException missing = new NoSuchFileException(key);
      missing.initCause(e);
      return missing;
    }
    if (e.statusCode() == INSUFFICIENT_STORAGE || FULL.contains(code(e))) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE, e);
    }
    if (e.statusCode() == PRECONDITION_FAILED) {
      return new IOException("The blob was replaced while it was read", e);
    }
    return new IOException("The storage answered " + e.statusCode() + " " + code(e), e);
  }

  private static String code(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
        ? ""
        : e.awsErrorDetails().errorCode();
  }
}
