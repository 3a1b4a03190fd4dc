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
 * The resources of instances on the broker: the topic of an instance's responses, and the consumer
 * groups in which it reads responses and events. The names are configured with the channels in
 * {@code microprofile-config.properties}.
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
   * Returns the ids of instances that have resources but no connected group member. The call
   * blocks.
   *
   * @throws KafkaException unless every broker has answered
   */
  Set<String> withoutMembers() {
    Set<String> unconnected = new HashSet<>();
    Set<String> connected = new HashSet<>();
    admin.topics(Topic.RESPONSE_PREFIX).stream()
        .flatMap(name -> instance(name, Topic.RESPONSE_PREFIX).stream())
        .forEach(unconnected::add);
    for (GroupListing group : KafkaAdmin.get(admin.client().listGroups().all())) {
      boolean empty = group.groupState().filter(WITHOUT_MEMBERS::contains).isPresent();
      instanceOf(group.groupId()).ifPresent(empty ? unconnected::add : connected::add);
    }
    unconnected.removeAll(connected);
    return unconnected;
  }

  /**
   * Removes the resources of an instance. The groups are removed first, since the broker rejects
   * the removal of a group that has a member. The call blocks.
   *
   * @return false when the instance has come back, and its resources were kept
   * @throws KafkaException when the broker fails to remove them
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

  /**
   * Returns the instance id in a name, or empty when the rest of the name isn't a valid instance
   * id.
   */
  private static Optional<String> instance(String name, String prefix) {
    return Optional.of(name)
        .filter(n -> n.startsWith(prefix))
        .map(n -> n.substring(prefix.length()))
        .filter(id -> id.equals(InstanceConfigSource.sanitize(id)));
  }
}
