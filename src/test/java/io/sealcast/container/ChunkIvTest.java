package io.sealcast.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkIvTest {
  /** Equal plaintext under equal IVs would give equal first blocks. */
  @Test
  void givesEveryChunkAnIvOfItsOwn() {
    int chunk = 16;
    int chunks = 2_000;
    Layout layout = new Layout(chunk);
    byte[] zeros = new byte[chunk * chunks];
    Set<ByteBuffer> firstBlocks = new HashSet<>();
    for (long object = 0; object < 2; object++) {
      byte[] container = Sealed.seal(zeros, new java.util.UUID(1, object), chunk);
      for (int i = 0; i < chunks; i++) {
        firstBlocks.add(ByteBuffer.wrap(container, (int) layout.position(i), 16));
      }
    }
    assertThat(firstBlocks).hasSize(2 * chunks);
  }

  @Test
  void neverEncryptsTwoWritingsOfAnObjectAlike() {
    byte[] plain = new byte[64];
    byte[] one = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 1), 16);
    byte[] two = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 2), 16);
    assertThat(ByteBuffer.wrap(one, Header.LENGTH, 16))
        .isNotEqualTo(ByteBuffer.wrap(two, Header.LENGTH, 16));
  }
}
