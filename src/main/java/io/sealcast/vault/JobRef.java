package io.sealcast.vault;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refers to a processing job of a video.
 *
 * @param fileId id of the video, positive
 * @param jobId random id of the job, which the application has made
 */
public record JobRef(long fileId, String jobId) {
  /** Prefix of the storage keys of the secrets of all jobs. */
  static final String ALL = "jobs/";

  private static final Pattern KEY = Pattern.compile("jobs/([1-9][0-9]{0,18})\\.([0-9A-Za-z-]+)");

  /** Returns the job to whose secret a storage key belongs, or empty for other keys. */
  static Optional<JobRef> parse(String blobKey) {
    Matcher matcher = KEY.matcher(blobKey);
    try {
      return matcher.matches()
          ? Optional.of(new JobRef(Long.parseLong(matcher.group(1)), matcher.group(2)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns the storage key of the job's secret. */
  public String blobKey() {
    return ALL + fileId + "." + jobId;
  }
}
