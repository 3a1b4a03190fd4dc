package io.sealcast.messaging.kafka;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The permanent rejection of a record by the producer or the broker. Only the exceptions listed
 * here count as permanent; any other failure may be temporary.
 *
 * @param setting the setting that an administrator has to check
 * @param reason message of the producer or the broker; it names sizes and topics but no content
 */
record SendRejection(String setting, String reason) {
  private static final int MAX_DEPTH = 10;

  private static final Map<Class<? extends Throwable>, String> SETTINGS = settings();

  private static Map<Class<? extends Throwable>, String> settings() {
    Map<Class<? extends Throwable>, String> settings = new LinkedHashMap<>();
    settings.put(RecordTooLargeException.class, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    settings.put(RecordBatchTooLargeException.class, TopicConfig.SEGMENT_BYTES_CONFIG);
    settings.put(
        InvalidTimestampException.class,
        TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG
            + ", "
            + TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG
            + " or this machine's clock");
    // a compacted topic rejects records without a key
    settings.put(InvalidRecordException.class, TopicConfig.CLEANUP_POLICY_CONFIG);
    settings.put(AuthorizationException.class, "the right to write to it (ACL)");
    settings.put(PolicyViolationException.class, "the broker's policy");
    return settings;
  }

  static Optional<SendRejection> of(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      for (Map.Entry<Class<? extends Throwable>, String> known : SETTINGS.entrySet()) {
        if (known.getKey().isInstance(at)) {
          return Optional.of(new SendRejection(known.getValue(), String.valueOf(at.getMessage())));
        }
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
