package io.sealcast.messaging.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition a session's requests go to. */
final class Partitions {
  private Partitions() {}

  /**
   * On turn 0 the partition that Kafka's own partitioner would choose for the key. Later turns go
   * through the others, the farthest first: neighbours are likely to be read by the same processor,
   * since assignors hand out partitions in runs.
   */
  static int choose(String key, int turn, int partitions) {
    int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
    return (int) ((hash % partitions + (long) step(turn % partitions, partitions)) % partitions);
  }

  /** The {@code turn}-th of 0, n/2, n/4, 3n/4, …: each number below n once. */
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
