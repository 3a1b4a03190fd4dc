package io.sealcast.messaging.kafka;

import io.sealcast.messaging.JobLog;
import io.sealcast.messaging.ProcessingJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
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

  @Inject
  KafkaJobLog(@ConfigProperty(name = "sealcast.kafka.bootstrap") String bootstrap) {
    this.bootstrap = bootstrap;
  }

  @Override
  public Map<Long, ProcessingJob> find(Predicate<ProcessingJob> wanted) {
    try (Consumer<String, byte[]> consumer = consumer()) {
      return scan(consumer, wanted);
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

  private static Map<Long, ProcessingJob> scan(
      Consumer<String, byte[]> consumer, Predicate<ProcessingJob> wanted) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.PROCESSING).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<Long, ProcessingJob> found = new HashMap<>();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (System.nanoTime() - deadline > 0) {
        // an incomplete result would make a job look lost
        throw new KafkaException("the jobs could not be read in time");
      }
      for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
        collect(record, wanted, found);
      }
    }
    return found;
  }

  private static void collect(
      ConsumerRecord<String, byte[]> record,
      Predicate<ProcessingJob> wanted,
      Map<Long, ProcessingJob> found) {
    try {
      ProcessingJob job = ProcessingJobCodec.decode(record.value());
      // the jobs of a video share a partition, so the one that is read later is newer
      if (wanted.test(job)) {
        found.put(job.fileId(), job);
      }
    } catch (MalformedRecord e) {
      LOG.log(Level.DEBUG, "Passed over a record at {0}: {1}", record.offset(), e.getMessage());
    }
  }
}
