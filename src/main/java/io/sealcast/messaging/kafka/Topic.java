package io.sealcast.messaging.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * How a topic is made. The settings that are given are kept up on a topic that exists already; its
 * partitions and replicas are left as they are.
 */
record Topic(String name, int partitions, Map<String, String> settings) {
  static final String PROCESSING = "video-processing";
  static final String STREAMING = "video-streaming";
  static final String EVENTS = "video-events";
  static final String RESPONSE_PREFIX = "streaming-response-";

  /** What request ids look like; the ids of instances never do. */
  private static final Pattern REQUEST_ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Bytes of the largest record: a sealed chunk of 1 MiB with its headers, and room to spare. */
  static final int MAX_RECORD = 2 << 20;

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long MIB = 1 << 20;

  static Topic processing(int partitions) {
    return new Topic(PROCESSING, partitions, retained(7 * DAY, DAY, 64 * MIB));
  }

  static Topic streaming(int partitions) {
    return new Topic(STREAMING, partitions, retained(5 * MINUTE, MINUTE, 16 * MIB));
  }

  static Topic events() {
    return new Topic(EVENTS, 1, retained(HOUR, 10 * MINUTE, 16 * MIB));
  }

  /**
   * An instance's own: read at once, so that a minute is plenty, and half a gibibyte too: what lies
   * behind so much comes after its deadline. What is deleted soon doesn't fill the broker's memory.
   */
  static Topic ofInstance(String instanceId) {
    Map<String, String> settings = new HashMap<>(retained(MINUTE, 20 * SECOND, 32 * MIB));
    settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(512 * MIB));
    return new Topic(RESPONSE_PREFIX + instanceId, 1, Map.copyOf(settings));
  }

  /** A session's own: kept as long as its consumer may take to read it. */
  static Topic ofSession(String requestId, long retentionMillis) {
    return new Topic(
        RESPONSE_PREFIX + requestId, 1, retained(retentionMillis, 10 * MINUTE, 64 * MIB));
  }

  static boolean isRequestId(String text) {
    return REQUEST_ID.matcher(text).matches();
  }

  /** The request id of the session that a topic belongs to, if it is a session's. */
  static Optional<String> sessionOf(String name) {
    return Optional.of(name)
        .filter(n -> n.startsWith(RESPONSE_PREFIX))
        .map(n -> n.substring(RESPONSE_PREFIX.length()))
        .filter(Topic::isRequestId);
  }

  private static Map<String, String> retained(long retention, long segmentTime, long segmentSize) {
    Map<String, String> settings = new HashMap<>();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD));
    settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(retention));
    // only closed segments are deleted: they have to be smaller than what is retained
    settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(segmentTime));
    settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(segmentSize));
    settings.put(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, Long.toString(SECOND));
    return Map.copyOf(settings);
  }

  NewTopic create(short replicationFactor) {
    return new NewTopic(name, partitions, replicationFactor).configs(settings);
  }
}
