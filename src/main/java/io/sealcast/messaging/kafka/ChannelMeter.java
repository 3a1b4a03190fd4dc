package io.sealcast.messaging.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/**
 * Calls the handler of an incoming channel and counts its records. It acknowledges each record and
 * throws nothing, since an exception would stop the channel until the next start. Thread-safe.
 */
final class ChannelMeter {
  private static final Logger LOG = System.getLogger(ChannelMeter.class.getName());

  private final String name;
  private final LongAdder handled = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile @Nullable Instant lastHandled;

  ChannelMeter(String name) {
    this.name = name;
  }

  @SuppressWarnings("unchecked")
  <V> CompletionStage<Void> handle(
      Message<V> message, Consumer<ConsumerRecord<String, V>> handler) {
    try {
      handler.accept(message.unwrap(ConsumerRecord.class));
    } catch (MalformedRecord e) {
      refused.increment();
      LOG.log(Level.DEBUG, "Refused a record of {0}: {1}", name, e.getMessage());
    } catch (Throwable e) {
      refused.increment();
      LOG.log(Level.WARNING, "A record of " + name + " could not be handled", e);
    }
    handled.increment();
    lastHandled = Instant.now();
    return message.ack();
  }

  String name() {
    return name;
  }

  long handled() {
    return handled.sum();
  }

  long refused() {
    return refused.sum();
  }

  @Nullable Instant lastHandled() {
    return lastHandled;
  }
}
