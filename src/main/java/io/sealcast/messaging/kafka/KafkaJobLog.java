package io.sealcast.messaging.kafka;

import io.sealcast.messaging.JobLog;
import io.sealcast.messaging.ProcessingJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads {@code video-processing} from its beginning to its current end, without a consumer group.
 */
@ApplicationScoped
class KafkaJobLog implements JobLog {
  private static final Logger LOG = System.getLogger(KafkaJobLog.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String bootstrap;
  private final KafkaAdmin admin;

  @Inject
  KafkaJobLog(
      @ConfigProperty(name = "sealcast.kafka.bootstrap") String bootstrap, KafkaAdmin admin) {
    this.bootstrap = bootstrap;
    this.admin = admin;
  }

  /** A record with a key. */
  private record Found(TopicPartition partition, long offset, ProcessingJob job) {}

  @Override
  public Map<Long, ProcessingJob> find(Predicate<ProcessingJob> wanted) {
    Map<Long, ProcessingJob> newest = new HashMap<>();
    for (Found found : scan()) {
      // the jobs of a video share a partition, so the one that is read later is newer
      if (wanted.test(found.job())) {
        newest.put(found.job().fileId(), found.job());
      }
    }
    return newest;
  }

  @Override
  public boolean removeKeys(UnaryOperator<Set<Long>> needed) {
    List<Found> keys = scan();
    Set<Long> kept =
        needed.apply(keys.stream().map(f -> f.job().fileId()).collect(Collectors.toSet()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    Set<TopicPartition> blocked = new HashSet<>();
    for (Found found : keys) {
      if (kept.contains(found.job().fileId())) {
        blocked.add(found.partition());
      } else if (!blocked.contains(found.partition())) {
        ends.put(found.partition(), found.offset() + 1);
      }
    }
    try {
      if (!ends.isEmpty()) {
        admin.deleteRecords(ends);
        LOG.log(Level.INFO, "Keys of jobs that have ended were removed from {0}", Topic.PROCESSING);
      }
      if (blocked.isEmpty()) {
        // the newest segment of a partition goes only when its records are older than that
        KafkaAdmin.join(admin.configure(Topic.processing(1).retentionOnly()));
      }
    } catch (KafkaException e) {
      throw Failures.unavailable(e);
    }
    return !blocked.isEmpty();
  }

  /** Returns the retained records with keys, in the order of each partition. */
  private List<Found> scan() {
    try (Consumer<String, byte[]> consumer = consumer()) {
      return scan(consumer);
    } catch (KafkaException e) {
      throw Failures.unavailable(e);
    }
  }

  private Consumer<String, byte[]> consumer() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static List<Found> scan(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.PROCESSING).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    List<Found> found = new ArrayList<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (System.nanoTime() - deadline > 0) {
        // an incomplete result would make a job look lost
        throw new KafkaException("the jobs could not be read in time");
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        collect(record, found);
      }
    }
    return found;
  }

  private static void collect(ConsumerRecord<String, byte[]> record, List<Found> found) {
    try {
      ProcessingJob job = ProcessingJobCodec.decode(record.value());
      if (job.recordedKey() != null) {
        found.add(
            new Found(
                new TopicPartition(record.topic(), record.partition()), record.offset(), job));
      }
    } catch (MalformedRecord e) {
      LOG.log(Level.DEBUG, "Passed over a record at {0}: {1}", record.offset(), e.getMessage());
    }
  }
}
