package io.sealcast.messaging;

import java.time.Instant;

/**
 * The order to process one uploaded video.
 *
 * @param jobId random; the id that the data key is sealed under
 * @param fileId the video
 * @param expiresAt after which the seal is refused
 * @param sealedDataKey the data key, sealed by the vault
 */
public record ProcessingJob(String jobId, long fileId, Instant expiresAt, byte[] sealedDataKey) {}
