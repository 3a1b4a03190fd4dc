package io.sealcast.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
  @Test
  void beginsWhereKafkasOwnPartitionerWould() {
    for (String key : new String[] {"ann", "bob", "carol"}) {
      assertThat(Partitions.choose(key, 0, 8))
          .isEqualTo(
              BuiltInPartitioner.partitionForKey(
                  key.getBytes(java.nio.charset.StandardCharsets.UTF_8), 8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 12})
  void goesThroughAllPartitionsTurnByTurn(int partitions) {
    Set<Integer> chosen =
        IntStream.range(0, partitions)
            .mapToObj(route -> Partitions.choose("ann", route, partitions))
            .collect(Collectors.toSet());
    assertThat(chosen).hasSize(partitions);
  }

  @Test
  void goesToTheOtherHalfFirst() {
    int first = Partitions.choose("ann", 0, 8);
    int second = Partitions.choose("ann", 1, 8);
    assertThat(Math.floorMod(second - first, 8)).isEqualTo(4);
  }
}
