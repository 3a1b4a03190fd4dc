package io.sealcast.messaging.kafka;

import io.sealcast.messaging.ProcessingJob;
import jakarta.json.JsonObjectBuilder;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the values of records in {@code video-processing}; see docs/messaging.md. */
final class ProcessingJobCodec {
  private ProcessingJobCodec() {}

  static byte[] encode(ProcessingJob job) {
    JsonObjectBuilder json =
        JsonRecord.write().add("job_id", job.jobId()).add("file_id", job.fileId());
    ProcessingJob.RecordedKey key = job.recordedKey();
    if (key != null) {
      json.add("expires_at", key.expiresAt().toString())
          .add("sealed_data_key", JsonRecord.base64(key.sealedDataKey()));
    }
    return JsonRecord.bytes(json);
  }

  static ProcessingJob decode(byte @Nullable [] value) {
    JsonRecord json = JsonRecord.read(value);
    return new ProcessingJob(
        json.id("job_id"), json.number("file_id", 1, Long.MAX_VALUE), recordedKey(json));
  }

  private static ProcessingJob.@Nullable RecordedKey recordedKey(JsonRecord json) {
    return json.isAbsent("sealed_data_key")
        ? null
        : new ProcessingJob.RecordedKey(json.instant("expires_at"), json.bytes("sealed_data_key"));
  }
}
