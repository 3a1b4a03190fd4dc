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
 * Why a record isn't taken, however often it is sent. Only what is listed here counts as such:
 * whatever else goes wrong may pass by itself.
 *
 * @param setting where an administrator has to look
 * @param reason the producer's or the broker's words; they name sizes and topics, no content
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
    // a compacted topic takes no record without a key
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
