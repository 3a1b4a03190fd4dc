package io.sealcast.messaging.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Chooses the partition for the requests of a session. */
final class Partitions {
  private Partitions() {}

  /**
   * Returns the partition for an attempt. Turn 0 yields the partition that Kafka's default
   * partitioner would choose for the key. Later turns go through the other partitions, the farthest
   * first: one processor is likely to read adjacent partitions, since assignors assign partitions
   * in contiguous ranges.
   *
   * @param turn number of the attempt, from 0
   * @param partitions number of partitions, at least 1
   */
  static int choose(String key, int turn, int partitions) {
    int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    return (int) ((hash % partitions + (long) step(turn % partitions, partitions)) % partitions);
  }

  /**
   * Returns element {@code turn} of the sequence 0, n/2, n/4, 3n/4, …, which contains each number
   * below n once.
   */
  private static int step(int turn, int partitions) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, partitions - 1));
    int found = -1;
    for (int i = 0; i < 1 << bits; i++) {
      int candidate = Integer.reverse(i) >>> (32 - bits);
      if (candidate < partitions && ++found == turn) {
        return candidate;
      }
    }
    return 0;
  }
}
