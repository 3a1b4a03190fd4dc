package io.sealcast.messaging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health of messaging. The methods return the last observation and don't block. */
public interface MessagingHealth {

  /** Whether the broker answered the last probe, at most a few seconds ago. */
  boolean brokerReachable();

  /** Whether the topics of this instance exist. */
  boolean topicsReady();

  /** Returns the current faults of topics, observed at most a few seconds ago; usually empty. */
  List<TopicFault> topicFaults();

  /** Returns the incoming channels that are enabled in this instance. */
  List<Channel> channels();

  /**
   * The state of an incoming channel.
   *
   * @param name name of the channel
   * @param handled number of records handled since the start
   * @param refused number of those that were malformed or whose handler failed
   * @param lastHandled time of the last record, or null
   * @param lag number of records that wait on the broker; -1 when unknown
   * @param stuck whether the lag grew over several probes while no record was handled
   */
  record Channel(
      String name,
      long handled,
      long refused,
      @Nullable Instant lastHandled,
      long lag,
      boolean stuck) {}
}
