package io.sealcast.messaging.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The definition of a topic. The settings are also applied to a topic that exists already; its
 * partitions and replicas aren't changed.
 *
 * @param name Kafka's name of the topic
 * @param partitions number of partitions of a new topic
 * @param settings topic settings by the keys of {@link TopicConfig}; times are in milliseconds and
 *     sizes in bytes
 */
record Topic(String name, int partitions, Map<String, String> settings) {
  static final String PROCESSING = "video-processing";
  static final String STREAMING = "video-streaming";
  static final String EVENTS = "video-events";
  static final String RESPONSE_PREFIX = "streaming-response-";

  /**
   * The form of session hashes, and of request ids, which earlier versions wrote instead. Instance
   * ids never have it.
   */
  private static final Pattern SESSION =
      Pattern.compile("[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /**
   * Maximum length of a record in bytes: a sealed chunk of 1 MiB with its headers, with a generous
   * reserve.
   */
  static final int MAX_RECORD = 2 << 20;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long MIB = 1 << 20;

  /**
   * Returns the topic of jobs. Its records only notify processors, which find the jobs that they
   * have missed in the database.
   */
  static Topic processing(int partitions) {
    return new Topic(PROCESSING, partitions, retained(10 * MINUTE, MINUTE, 64 * MIB));
  }

  /**
   * Returns the settings for a topic that exists when an instance starts. The topic of jobs keeps
   * its retention then: it may have records of an earlier version that are needed for a week.
   */
  Topic atStart() {
    if (!name.equals(PROCESSING)) {
      return this;
    }
    Map<String, String> others = new HashMap<>(settings);
    others.remove(TopicConfig.RETENTION_MS_CONFIG);
    return new Topic(name, partitions, Map.copyOf(others));
  }

  /** Returns this topic with its retention as the only setting. */
  Topic retentionOnly() {
    String retention = Objects.requireNonNull(settings.get(TopicConfig.RETENTION_MS_CONFIG));
    return new Topic(name, partitions, Map.of(TopicConfig.RETENTION_MS_CONFIG, retention));
  }

  static Topic streaming(int partitions) {
    return new Topic(STREAMING, partitions, retained(5 * MINUTE, MINUTE, 16 * MIB));
  }

  static Topic events() {
    return new Topic(EVENTS, 1, retained(HOUR, 10 * MINUTE, 16 * MIB));
  }

  /**
   * Returns the topic of an instance's responses. The instance reads them immediately, so a
   * retention of one minute and 512 MiB suffices: a response behind so many bytes would miss its
   * deadline. Early deletion keeps the broker's page cache free.
   */
  static Topic ofInstance(String instanceId) {
    Map<String, String> settings = new HashMap<>(retained(MINUTE, 20 * SECOND, 32 * MIB));
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(512 * MIB));
    return new Topic(RESPONSE_PREFIX + instanceId, 1, Map.copyOf(settings));
  }

  /**
   * Returns the topic of a session's responses. Its retention is the longest time that its consumer
   * may take to read it.
   */
  static Topic ofSession(String sessionHash, long retentionMillis) {
    return new Topic(
        RESPONSE_PREFIX + sessionHash, 1, retained(retentionMillis, 10 * MINUTE, 64 * MIB));
  }

  static boolean isSession(String text) {
    return SESSION.matcher(text).matches();
  }

  /** Returns how the name of a topic names its session, or empty for other topics. */
  static Optional<String> sessionOf(String name) {
    return Optional.of(name)
        .filter(n -> n.startsWith(RESPONSE_PREFIX))
        .map(n -> n.substring(RESPONSE_PREFIX.length()))
        .filter(Topic::isSession);
  }

  private static Map<String, String> retained(long retention, long segmentTime, long segmentSize) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD));
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention));
    // Kafka deletes only closed segments, so a segment has to be smaller than the retained data
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segmentTime));
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(segmentSize));
    settings.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, Long.toString(SECOND));
    return Map.copyOf(settings);
  }

  NewTopic create(short replicationFactor) {
    return new NewTopic(name, partitions, replicationFactor).configs(settings);
  }
}
