package io.sealcast.messaging.kafka;

import io.sealcast.messaging.TopicFault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The smallest value of a topic setting with which the topic's records get through. An
 * administrator may choose other values than {@link Topic}, within these limits.
 *
 * @param setting key of the setting, one of {@link TopicConfig}
 * @param least smallest value, in the unit of the setting (bytes or milliseconds)
 * @param stopsRecords whether, with a smaller value, the broker rejects all records of the topic;
 *     otherwise some records are lost
 */
record TopicRequirement(String setting, long least, boolean stopsRecords) {
  /**
   * Upper limit in bytes of a record batch with one sealed chunk of 1 MiB and its headers. A test
   * computes the exact length.
   */
  static final int CHUNK_RECORD = (1 << 20) + 512;

  /** Upper limit in bytes of a job or an event with its headers. */
  static final int SMALL_RECORD = 2 << 10;

  /** Upper limit in bytes of a range request with its headers, sealed for 100 processors. */
  static final int REQUEST_RECORD = 12 << 10;

  private static final String UNLIMITED = "-1";
  private static final long SECOND = 1000;
  private static final long MIB = 1 << 20;

  /**
   * Tolerated age of a time stamp in milliseconds: clocks differ, and a record may wait before it
   * is sent.
   */
  private static final long CLOCK_DIFFERENCE = 15 * SECOND;

  /** Time in milliseconds that a record may have to wait for a consumer that reconnects. */
  private static final long UNREAD = 10 * SECOND;

  static List<TopicRequirement> of(String topic) {
    return switch (topic) {
      case Topic.STREAMING -> needs(REQUEST_RECORD, UNREAD, MIB);
      case Topic.PROCESSING, Topic.EVENTS -> needs(SMALL_RECORD, UNREAD, MIB);
      default -> needs(CHUNK_RECORD, UNREAD, 16 * MIB);
    };
  }

  private static List<TopicRequirement> needs(int record, long retention, long retainedBytes) {
    return List.of(
        new TopicRequirement(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, record, true),
        new TopicRequirement(TopicConfig.SEGMENT_BYTES_CONFIG, record, true),
        new TopicRequirement(TopicConfig.RETENTION_MS_CONFIG, retention, false),
        new TopicRequirement(TopicConfig.RETENTION_BYTES_CONFIG, retainedBytes, false),
        new TopicRequirement(
            TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, CLOCK_DIFFERENCE, false),
        new TopicRequirement(
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, CLOCK_DIFFERENCE, false));
  }

  /**
   * Returns the faults of a topic.
   *
   * @param settings the effective settings, including the broker's defaults
   * @param carriesStreams whether the topic carries chunks or range requests
   */
  static List<TopicFault> faults(String topic, Config settings, boolean carriesStreams) {
    return Stream.concat(
            of(topic).stream().map(need -> need.fault(topic, settings, carriesStreams)),
            Stream.of(compaction(topic, settings)))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<TopicFault> fault(String topic, Config settings, boolean carriesStreams) {
    ConfigEntry entry = settings.get(setting);
    if (entry == null || entry.value() == null || entry.value().equals(UNLIMITED)) {
      return Optional.empty();
    }
    return Long.parseLong(entry.value()) >= least
        ? Optional.empty()
        : Optional.of(
            new TopicFault(
                topic,
                setting,
                "is " + entry.value() + ", must be at least " + least,
                stopsRecords && carriesStreams));
  }

  /**
   * Finds a cleanup policy with compaction, which keeps only the last record of a key and deletes
   * none by age. The topic of jobs permits it, since only the last job of a video counts.
   */
  private static Optional<TopicFault> compaction(String topic, Config settings) {
    ConfigEntry policy = settings.get(TopicConfig.CLEANUP_POLICY_CONFIG);
    if (policy == null
        || topic.equals(Topic.PROCESSING)
        || TopicConfig.CLEANUP_POLICY_DELETE.equals(policy.value())) {
      return Optional.empty();
    }
    return Optional.of(
        new TopicFault(
            topic,
            TopicConfig.CLEANUP_POLICY_CONFIG,
            "is " + policy.value() + ", must be " + TopicConfig.CLEANUP_POLICY_DELETE,
            false));
  }
}
