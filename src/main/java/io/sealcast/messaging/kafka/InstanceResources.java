package io.sealcast.messaging.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/**
 * What instances leave on the broker: the topic of their answers, and the groups in which they read
 * it and the events. The names are those of the channels in {@code microprofile-config.properties}.
 */
@ApplicationScoped
class InstanceResources {
  static final String RESPONSES_GROUP = "sealcast-response-";
  static final String EVENTS_GROUP = "sealcast-events-";

  private static final Set<GroupState> WITHOUT_MEMBERS = Set.of(GroupState.EMPTY, GroupState.DEAD);

  private final KafkaAdmin admin;

  @Inject
  InstanceResources(KafkaAdmin admin) {
    this.admin = admin;
  }

  /**
   * The ids of instances that left something and of which nothing is connected. Blocks.
   *
   * @throws KafkaException unless every broker has answered
   */
  Set<String> withoutMembers() {
    Set<String> silent = new HashSet<>();
    Set<String> connected = new HashSet<>();
    admin.topics(Topic.RESPONSE_PREFIX).stream()
        .flatMap(name -> instance(name, Topic.RESPONSE_PREFIX).stream())
        .forEach(silent::add);
    for (GroupListing group : KafkaAdmin.get(admin.client().listGroups().all())) {
      boolean empty = group.groupState().filter(WITHOUT_MEMBERS::contains).isPresent();
      instanceOf(group.groupId()).ifPresent(empty ? silent::add : connected::add);
    }
    silent.removeAll(connected);
    return silent;
  }

  /**
   * Removes what an instance left. The groups go first, since the broker refuses that as soon as
   * one of them has a member. Blocks.
   *
   * @return whether it was removed; not when the instance has come back
   * @throws KafkaException when the broker doesn't do it
   */
  boolean remove(String instanceId) {
    for (String group : List.of(RESPONSES_GROUP + instanceId, EVENTS_GROUP + instanceId)) {
      if (!removeGroup(group)) {
        return false;
      }
    }
    admin.delete(Topic.RESPONSE_PREFIX + instanceId).toCompletableFuture().join();
    return true;
  }

  private boolean removeGroup(String group) {
    try {
      KafkaAdmin.get(admin.client().deleteConsumerGroups(List.of(group)).all());
      return true;
    } catch (KafkaException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return true;
      }
      if (e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      throw e;
    }
  }

  private static Optional<String> instanceOf(String group) {
    return Stream.of(RESPONSES_GROUP, EVENTS_GROUP)
        .flatMap(prefix -> instance(group, prefix).stream())
        .findFirst();
  }

  /** The instance that a name belongs to; none where no instance would have chosen it. */
  private static Optional<String> instance(String name, String prefix) {
    return Optional.of(name)
        .filter(n -> n.startsWith(prefix))
        .map(n -> n.substring(prefix.length()))
        .filter(id -> id.equals(InstanceConfigSource.sanitize(id)));
  }
}
