package io.sealcast.messaging.kafka;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sealcast.messaging.TopicFault;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps track of the topics that have recently rejected a record of this instance. An entry is
 * removed when the topic accepts a record of at least the same size, and expires after 30 seconds
 * without a rejection. Thread-safe.
 */
@ApplicationScoped
class SendRejections {
  private static final Logger LOG = System.getLogger(SendRejections.class.getName());
  private static final int MAX_TOPICS = 1_000;
  private static final Duration EXPIRY = Duration.ofSeconds(30);

  /**
   * Time after a rejection in which records of at least the same size aren't sent to the topic.
   * Viewers repeat their requests, and each rejection would cost the transfer of a chunk and a line
   * of the connector in the log.
   */
  private static final Duration RESEND_DELAY = Duration.ofSeconds(1);

  /** Shortest interval between two log messages about a topic. */
  private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);

  private final Ticker ticker;

  /** The rejections by the real name of the topic, which isn't shown outside of this class. */
  private final Cache<String, Refused> refused;

  private final Cache<String, Boolean> logged;

  private record Refused(String setting, int size, long at) {}

  SendRejections() {
    this(Ticker.systemTicker());
  }

  SendRejections(Ticker ticker) {
    this.ticker = ticker;
    refused = cache(EXPIRY, ticker);
    logged = cache(LOGGED_EVERY, ticker);
  }

  private static <V> Cache<String, V> cache(Duration kept, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_TOPICS)
        .expireAfterWrite(kept)
        .ticker(ticker)
        .build();
  }

  /**
   * Records the outcome of a send.
   *
   * @param size length of the record's value in bytes
   * @param failure null when the broker has acknowledged the record
   */
  void sent(String topic, int size, @Nullable Throwable failure) {
    if (failure != null) {
      SendRejection.of(failure).ifPresent(rejection -> refused(topic, size, rejection));
    } else if (refused.estimatedSize() > 0) {
      accepted(topic, size);
    }
  }

  /**
   * Whether the topic has rejected a record of this size or a smaller one within the last second.
   */
  boolean isRefused(String topic, int size) {
    Refused entry = refused.getIfPresent(topic);
    return entry != null
        && entry.size() <= size
        && ticker.read() - entry.at() < RESEND_DELAY.toNanos();
  }

  private void refused(String topic, int size, SendRejection rejection) {
    refused.put(topic, new Refused(rejection.setting(), size, ticker.read()));
    if (logged.asMap().putIfAbsent(nameOf(topic), true) == null) {
      LOG.log(
          Level.WARNING,
          "Topic {0} rejects records of {1} bytes; check its {2}. The broker''s message: {3}",
          nameOf(topic),
          Integer.toString(size),
          rejection.setting(),
          rejection.reason());
    }
  }

  /**
   * Removes the entry of a topic that has accepted a record as large as the rejected one. A smaller
   * record proves nothing: a failure response fits where no chunk does.
   */
  private void accepted(String topic, int size) {
    refused.asMap().computeIfPresent(topic, (name, entry) -> entry.size() <= size ? null : entry);
  }

  /**
   * Returns the recent rejections as faults.
   *
   * @param stopStreams the topics without which this instance's viewers receive nothing
   */
  List<TopicFault> present(Set<String> stopStreams) {
    return refused.asMap().entrySet().stream()
        .map(
            e ->
                new TopicFault(
                    nameOf(e.getKey()),
                    e.getValue().setting(),
                    "lets the broker refuse records",
                    stopStreams.contains(e.getKey())))
        .distinct()
        .toList();
  }

  /**
   * Returns the name of a topic for logs and health checks, with the names of sessions replaced: an
   * administrator can do nothing with them.
   */
  private static String nameOf(String topic) {
    return Topic.sessionOf(topic).isPresent() ? Topic.RESPONSE_PREFIX + "{session}" : topic;
  }
}
