package io.sealcast.messaging.kafka;

import io.sealcast.messaging.TopicFault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The least that a topic's setting must be for its records to get through. An administrator may set
 * more or less than {@link Topic} does; these are the limits to that.
 *
 * @param stopsRecords whether the broker takes no record of that topic's kind below it; else some
 *     are lost
 */
record TopicRequirement(String setting, long least, boolean stopsRecords) {
  /** A sealed chunk of 1 MiB with its headers, in a batch of its own; a test reckons it up. */
  static final int CHUNK_RECORD = (1 << 20) + 512;

  /** A range request, a job or an event, with its headers. */
  static final int SMALL_RECORD = 2 << 10;

  private static final String UNLIMITED = "-1";
  private static final long SECOND = 1000;
  private static final long DAY = 24 * 3600 * SECOND;
  private static final long MIB = 1 << 20;

  /** Clocks differ, and a record may wait for a while before it is sent. */
  private static final long CLOCK_DIFFERENCE = 15 * SECOND;

  /** So long a record may lie until it is read while a consumer comes back. */
  private static final long UNREAD = 10 * SECOND;

  static List<TopicRequirement> of(String topic) {
    return switch (topic) {
      // a job whose processor died is found again here
      case Topic.PROCESSING -> needs(SMALL_RECORD, DAY, MIB);
      case Topic.STREAMING, Topic.EVENTS -> needs(SMALL_RECORD, UNREAD, MIB);
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
   * What is wrong with a topic of these settings.
   *
   * @param settings as the broker applies them, its defaults too
   * @param carriesStreams whether chunks, or the requests for them, go through the topic
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
   * Compaction keeps a key's last record only, and none is deleted by its age. The jobs alone don't
   * suffer: a video's last job is the one that counts.
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
