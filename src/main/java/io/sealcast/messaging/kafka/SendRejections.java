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

/**
 * Which topics didn't take a record of this instance's a short while ago. A topic is forgotten as
 * soon as it takes one as large, and by itself when nothing is sent to it any more.
 */
@ApplicationScoped
class SendRejections {
  private static final Logger LOG = System.getLogger(SendRejections.class.getName());
  private static final int MAX_TOPICS = 1_000;
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /**
   * So long nothing as large is sent there again: a viewer asks again and again, and each refusal
   * costs a chunk on the network and a line of the connector's in the log.
   */
  private static final Duration SPARED = Duration.ofSeconds(1);

  /** The log is told once in that time. */
  private static final Duration LOGGED_EVERY = Duration.ofMinutes(1);

  private final Ticker ticker;

  /** By the topics' real names, which stay here. */
  private final Cache<String, Refused> refused;

  private final Cache<String, Boolean> logged;

  private record Refused(String setting, int size, long at) {}

  SendRejections() {
    this(Ticker.systemTicker());
  }

  SendRejections(Ticker ticker) {
    this.ticker = ticker;
    refused = cache(REMEMBERED, ticker);
    logged = cache(LOGGED_EVERY, ticker);
  }

  private static <V> Cache<String, V> cache(Duration kept, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(MAX_TOPICS)
        .expireAfterWrite(kept)
        .ticker(ticker)
        .build();
  }

  /** A record of so many bytes was sent, with this outcome; null when the broker has it. */
  void sent(String topic, int size, Throwable failure) {
    if (failure != null) {
      SendRejection.of(failure).ifPresent(rejection -> refused(topic, size, rejection));
    } else if (refused.estimatedSize() > 0) {
      taken(topic, size);
    }
  }

  /** Whether a record of that size was refused a moment ago, so that it needn't be tried again. */
  boolean isRefused(String topic, int size) {
    Refused mark = refused.getIfPresent(topic);
    return mark != null && mark.size() <= size && ticker.read() - mark.at() < SPARED.toNanos();
  }

  private void refused(String topic, int size, SendRejection rejection) {
    refused.put(topic, new Refused(rejection.setting(), size, ticker.read()));
    if (logged.asMap().putIfAbsent(nameOf(topic), true) == null) {
      LOG.log(
          Level.WARNING,
          "Topic {0} doesn''t take a record of {1} bytes; look at its {2}. The broker says: {3}",
          nameOf(topic),
          Integer.toString(size),
          rejection.setting(),
          rejection.reason());
    }
  }

  /** What is smaller than what was refused proves nothing: a failure fits where no chunk does. */
  private void taken(String topic, int size) {
    refused.asMap().computeIfPresent(topic, (name, mark) -> mark.size() <= size ? null : mark);
  }

  /**
   * What was refused of late.
   *
   * @param stopStreams topics without which this instance's viewers get nothing
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

  /** Whoever knows a request id has the stream: neither logs nor health show one. */
  private static String nameOf(String topic) {
    return Topic.sessionOf(topic).isPresent() ? Topic.RESPONSE_PREFIX + "{request_id}" : topic;
  }
}
