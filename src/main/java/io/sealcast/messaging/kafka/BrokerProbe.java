package io.sealcast.messaging.kafka;

import io.sealcast.messaging.MessagingHealth;
import io.sealcast.messaging.TopicFault;
import io.sealcast.metrics.Meters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Checks every 5 seconds whether the broker answers, and measures the lag of each channel. A
 * channel that failed inside the connector remains a member of its consumer group; the only sign of
 * the failure is a lag while no record is handled. Thread-safe.
 */
@ApplicationScoped
class BrokerProbe implements MessagingHealth {
  private static final Logger LOG = System.getLogger(BrokerProbe.class.getName());
  private static final long PERIOD_SECONDS = 5;

  /**
   * Number of consecutive probes without progress after which a channel counts as stuck. It amounts
   * to half a minute, which is longer than a rebalance takes.
   */
  private static final int STUCK_AFTER = 6;

  private final KafkaAdmin admin;
  private final TopicSetup topics;
  private final TopicInspector inspector;
  private final SendRejections rejections;
  private final Channels channels;
  private final Config config;
  private final ScheduledExecutorService thread;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private volatile boolean reachable;

  private record Reading(long lag, long handled, int idleProbes) {}

  @Inject
  BrokerProbe(
      KafkaAdmin admin,
      TopicSetup topics,
      TopicInspector inspector,
      SendRejections rejections,
      Channels channels,
      Config config) {
    this.admin = admin;
    this.topics = topics;
    this.inspector = inspector;
    this.rejections = rejections;
    this.channels = channels;
    this.config = config;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.daemon("sealcast-probe"));
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    thread.scheduleWithFixedDelay(this::probe, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  void show(@Observes Meters meters) {
    meters.gauge(
        "sealcast_broker_up", "1 when the broker answered last time.", () -> reachable ? 1 : 0);
    meters.gauge(
        "sealcast_topic_faults",
        "What is wrong with topics: settings, and records that the broker refused.",
        () -> topicFaults().size());
    channels.meters().stream().filter(this::isOn).forEach(channel -> show(channel, meters));
  }

  private void show(ChannelMeter channel, Meters meters) {
    String name = channel.name();
    meters.counter(
        "sealcast_channel_records_total",
        "Records read, by channel.",
        "channel",
        name,
        channel::handled);
    meters.counter(
        "sealcast_channel_refused_total",
        "Records that could not be read or served, by channel.",
        "channel",
        name,
        channel::refused);
    meters.gauge(
        "sealcast_channel_lag",
        "Records that wait on the broker, by channel.",
        "channel",
        name,
        () -> describe(channel).lag() < 0 ? Double.NaN : describe(channel).lag());
    meters.gauge(
        "sealcast_channel_stuck",
        "1 while records wait on a channel and none is read.",
        "channel",
        name,
        () -> describe(channel).stuck() ? 1 : 0);
    meters.gauge(
        "sealcast_channel_last_handled_timestamp_seconds",
        "When the last record was read, by channel.",
        "channel",
        name,
        () ->
            channel.lastHandled() == null
                ? Double.NaN
                : channel.lastHandled().toEpochMilli() / 1000.0);
  }

  @Override
  public boolean brokerReachable() {
    return reachable;
  }

  @Override
  public boolean topicsReady() {
    return topics.isReady();
  }

  @Override
  public List<TopicFault> topicFaults() {
    return Stream.concat(
            inspector.faults().stream(), rejections.present(topics.streamTopics()).stream())
        .toList();
  }

  @Override
  public List<Channel> channels() {
    return channels.meters().stream().filter(this::isOn).map(this::describe).toList();
  }

  private Channel describe(ChannelMeter meter) {
    Reading reading = readings.getOrDefault(meter.name(), new Reading(-1, 0, 0));
    return new Channel(
        meter.name(),
        meter.handled(),
        meter.refused(),
        meter.lastHandled(),
        reading.lag(),
        reading.idleProbes() >= STUCK_AFTER);
  }

  private void probe() {
    try {
      KafkaAdmin.get(admin.client().describeCluster().nodes());
      reachable = true;
      for (ChannelMeter meter : channels.meters()) {
        if (topics.isReady() && isOn(meter)) {
          readings.put(meter.name(), read(meter, readings.get(meter.name())));
        }
      }
    } catch (Throwable e) {
      reachable = false;
      readings.clear();
      LOG.log(Level.DEBUG, "The broker gave no answer: {0}", Failures.root(e));
    }
  }

  private Reading read(ChannelMeter meter, @Nullable Reading before) {
    long handled = meter.handled();
    long lag = lag(setting(meter, "group.id"), setting(meter, "topic"));
    if (before == null || lag == 0 || handled > before.handled()) {
      return new Reading(lag, handled, 0);
    }
    return new Reading(lag, handled, before.idleProbes() + 1);
  }

  private long lag(String group, String topic) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        KafkaAdmin.get(
            admin.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    Map<TopicPartition, Long> read =
        committed.entrySet().stream()
            .filter(e -> e.getKey().topic().equals(topic) && e.getValue() != null)
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    var ends =
        KafkaAdmin.get(
            admin
                .client()
                .listOffsets(
                    read.keySet().stream()
                        .collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all());
    return read.entrySet().stream()
        .mapToLong(
            e -> Math.max(0, Objects.requireNonNull(ends.get(e.getKey())).offset() - e.getValue()))
        .sum();
  }

  private boolean isOn(ChannelMeter meter) {
    return !EmptyConnector.NAME.equals(setting(meter, "connector"));
  }

  private String setting(ChannelMeter meter, String name) {
    return config.getValue("mp.messaging.incoming." + meter.name() + "." + name, String.class);
  }

  @PreDestroy
  void stop() {
    thread.shutdownNow();
  }
}
