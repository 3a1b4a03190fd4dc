package io.sealcast.messaging;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the way through the broker is doing; answers at once from what was last observed. */
public interface MessagingHealth {

  /** Whether the broker answered the last probe, a few seconds ago at most. */
  boolean brokerReachable();

  /** Whether the topics of this instance are known to exist. */
  boolean topicsReady();

  /** What is wrong with topics at present, as the broker said a few seconds ago; mostly empty. */
  List<TopicFault> topicFaults();

  /** The incoming channels that are switched on in this instance. */
  List<Channel> channels();

  /**
   * One incoming channel.
   *
   * @param name of the channel
   * @param handled records since the start
   * @param refused records among them that could not be read or served
   * @param lastHandled when the last record was handled, or null
   * @param lag records that wait on the broker, -1 while it isn't known
   * @param stuck whether the lag grew over several probes while nothing was handled
   */
  record Channel(
      String name,
      long handled,
      long refused,
      @Nullable Instant lastHandled,
      long lag,
      boolean stuck) {}
}
