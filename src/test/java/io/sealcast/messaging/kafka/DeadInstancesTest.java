package io.sealcast.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a real broker and real group members; only the time is simulated. */
class DeadInstancesTest {
  private static final Duration AFTER = Duration.ofMinutes(10);

  @TempDir private static Path directory;
  private static RealBroker broker;
  private static KafkaAdmin admin;

  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean away = new AtomicBoolean();
  private final InstanceResources resources =
      new InstanceResources(admin) {
        @Override
        Set<String> withoutMembers() {
          if (away.get()) {
            throw new KafkaException("away");
          }
          return super.withoutMembers();
        }
      };
  private final DeadInstances watching =
      new DeadInstances(resources, "web-watching", AFTER, now::get);
  private final List<KafkaConsumer<String, byte[]>> members = new ArrayList<>();
  private final List<TopicSetup> setups = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    broker = new RealBroker(directory).start();
    admin = new KafkaAdmin(broker.bootstrap(), (short) 1);
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @AfterEach
  void leave() {
    members.forEach(KafkaConsumer::close);
    setups.forEach(TopicSetup::stop);
    watching.stop();
  }

  @Test
  void whatADeadInstanceLeftIsRemovedByAnother() throws Exception {
    dead("web-dead");
    create("streaming-response-web-watching");
    watching.check();
    pass(AFTER.minusSeconds(1));
    watching.check();
    assertThat(topics()).contains("streaming-response-web-dead");
    pass(Duration.ofSeconds(1));
    watching.check();
    await()
        .untilAsserted(
            () ->
                assertThat(topics())
                    .doesNotContain("streaming-response-web-dead")
                    .as("its own, though nobody reads it")
                    .contains("streaming-response-web-watching"));
    assertThat(groups()).doesNotContain("sealcast-response-web-dead", "sealcast-events-web-dead");
  }

  @Test
  void aLiveInstanceIsLeftAlone() throws Exception {
    create("streaming-response-web-live");
    join("sealcast-response-web-live", "streaming-response-web-live");
    // an instance with a member in one of its groups, for instance after a change of its roles
    dead("web-half");
    join("sealcast-events-web-half", "streaming-response-web-half");
    watching.check();
    pass(AFTER.multipliedBy(10));
    watching.check();
    assertThat(topics()).contains("streaming-response-web-live", "streaming-response-web-half");
    assertThat(groups()).contains("sealcast-response-web-live", "sealcast-response-web-half");
  }

  @Test
  void anInstanceThatWasSeenMeanwhileIsWaitedForAnew() throws Exception {
    dead("web-restarted");
    watching.check();
    pass(AFTER.minusSeconds(1));
    var member = join("sealcast-response-web-restarted", "streaming-response-web-restarted");
    watching.check();
    members.remove(member);
    member.close();
    pass(AFTER.minusSeconds(1));
    watching.check();
    assertThat(topics()).contains("streaming-response-web-restarted");
  }

  @Test
  void theTimeWithoutABrokerDoesNotCount() throws Exception {
    dead("web-unseen");
    watching.check();
    away.set(true);
    pass(AFTER.multipliedBy(2));
    watching.check();
    away.set(false);
    watching.check();
    assertThat(topics()).contains("streaming-response-web-unseen");
    pass(AFTER);
    watching.check();
    await()
        .untilAsserted(() -> assertThat(topics()).doesNotContain("streaming-response-web-unseen"));
  }

  @Test
  void anInstanceThatComesBackInTheLastMomentKeepsItsTopic() throws Exception {
    dead("web-late");
    assertThat(resources.withoutMembers()).contains("web-late");
    join("sealcast-response-web-late", "streaming-response-web-late");
    assertThat(resources.remove("web-late")).isFalse();
    assertThat(topics()).contains("streaming-response-web-late");
  }

  @Test
  void severalRemoveTheSameAtOnce() throws Exception {
    dead("web-contested");
    List<CompletableFuture<Boolean>> removals =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> resources.remove("web-contested")))
            .limit(4)
            .toList();
    for (CompletableFuture<Boolean> removal : removals) {
      assertThat(removal.get(20, TimeUnit.SECONDS)).isTrue();
    }
    await()
        .untilAsserted(
            () -> assertThat(topics()).doesNotContain("streaming-response-web-contested"));
  }

  @Test
  void whatIsNoInstancesIsLeftAlone() throws Exception {
    String session = "streaming-response-" + UUID.randomUUID();
    List<String> others =
        List.of(
            session,
            "streaming-response-Other_App",
            "streaming-response-",
            "their-streaming-response-web-9",
            "video-streaming");
    for (String topic : others) {
      create(topic);
    }
    commit("sealcast-delivery", "video-streaming");
    commit("sealcast-response-Other_App", "streaming-response-Other_App");
    watching.check();
    pass(AFTER.multipliedBy(2));
    watching.check();
    assertThat(topics()).containsAll(others);
    assertThat(groups()).contains("sealcast-delivery", "sealcast-response-Other_App");
  }

  @Test
  void anInstanceThatWasTakenForDeadWorksAgain() throws Exception {
    setUp("web-back");
    var member = join("sealcast-response-web-back", "streaming-response-web-back");
    // deleting the topic under a connected member is worse than what the removal does
    admin.delete("streaming-response-web-back").toCompletableFuture().get(10, TimeUnit.SECONDS);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              broker
                  .send(
                      new ProducerRecord<>("streaming-response-web-back", "chunk".getBytes(UTF_8)))
                  .toCompletableFuture()
                  .get(5, TimeUnit.SECONDS);
              assertThat(member.poll(Duration.ofSeconds(1))).isNotEmpty();
            });
  }

  private void setUp(String instance) {
    TopicSetup setup = new TopicSetup(admin, instance, 1, 1, true, Duration.ofSeconds(1));
    setups.add(setup);
    setup.start(null);
    await().until(setup::isReady);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static void create(String topic) throws Exception {
    admin.create(new Topic(topic, 1, Map.of())).toCompletableFuture().get(10, TimeUnit.SECONDS);
    await().until(() -> topics().contains(topic));
  }

  /** Creates the resources of an instance that has read records and has left. */
  private static void dead(String instance) throws Exception {
    create("streaming-response-" + instance);
    commit("sealcast-response-" + instance, "streaming-response-" + instance);
    commit("sealcast-events-" + instance, "streaming-response-" + instance);
  }

  private static void commit(String group, String topic) throws Exception {
    admin
        .client()
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
        .all()
        .get(10, TimeUnit.SECONDS);
  }

  private KafkaConsumer<String, byte[]> join(String group, String topic) {
    KafkaConsumer<String, byte[]> member = broker.member(group, topic);
    members.add(member);
    await()
        .until(
            () -> {
              member.poll(Duration.ofMillis(100));
              return !member.assignment().isEmpty();
            });
    return member;
  }

  private static Set<String> topics() {
    return admin.topics("");
  }

  private static Set<String> groups() throws Exception {
    return admin.client().listGroups().all().get(10, TimeUnit.SECONDS).stream()
        .map(GroupListing::groupId)
        .collect(Collectors.toSet());
  }
}
