package io.sealcast.messaging.kafka;

import io.sealcast.messaging.ProcessingJob;
import org.jspecify.annotations.Nullable;

/** The value of a record in {@code video-processing}: see docs/messaging.md. */
final class ProcessingJobCodec {
  private ProcessingJobCodec() {}

  static byte[] encode(ProcessingJob job) {
    return JsonRecord.bytes(
        JsonRecord.write()
            .add("job_id", job.jobId())
            .add("file_id", job.fileId())
            .add("expires_at", job.expiresAt().toString())
            .add("sealed_data_key", JsonRecord.base64(job.sealedDataKey())));
  }

  static ProcessingJob decode(byte @Nullable [] value) {
    JsonRecord json = JsonRecord.read(value);
    return new ProcessingJob(
        json.id("job_id"),
        json.number("file_id", 1, Long.MAX_VALUE),
        json.instant("expires_at"),
        json.bytes("sealed_data_key"));
  }
}
