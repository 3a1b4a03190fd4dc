package io.sealcast.messaging.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Chooses the partition for the requests of a session. */
final class Partitions {
  private Partitions() {}

  /**
   * Returns the partition for a route. Route 0 leads to the partition that Kafka's default
   * partitioner would choose for the key. Later routes go through the other partitions, the
   * farthest first: one processor is likely to read adjacent partitions, since assignors assign
   * partitions in contiguous ranges.
   *
   * @param route number of the route, from 0
   * @param partitions number of partitions, at least 1
   */
  static int choose(String key, int route, int partitions) {
    int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    return (int) ((hash % partitions + (long) step(route % partitions, partitions)) % partitions);
  }

  /**
   * Returns element {@code route} of the sequence 0, n/2, n/4, 3n/4, …, which contains each number
   * below n once.
   */
  private static int step(int route, int partitions) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, partitions - 1));
    int found = -1;
    for (int i = 0; i < 1 << bits; i++) {
      int candidate = Integer.reverse(i) >>> (32 - bits);
      if (candidate < partitions && ++found == route) {
        return candidate;
      }
    }
    return 0;
  }
}
