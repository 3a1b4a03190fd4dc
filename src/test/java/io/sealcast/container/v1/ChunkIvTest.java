package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkIvTest {
  /** Tests that equal chunks have different first blocks, since equal IVs would make them equal. */
  @ParameterizedTest
  @ValueSource(ints = {Sealed.KIB_64, Sealed.KIB_256, Sealed.MIB})
  void givesEveryChunkAnIvOfItsOwn(int chunk) {
    int chunks = 4 * Sealed.MIB / chunk;
    Layout layout = new Layout(chunk);
    byte[] zeros = new byte[chunk * chunks];
    Set<ByteBuffer> firstBlocks = new HashSet<>();
    for (long object = 0; object < 2; object++) {
      byte[] container = Sealed.seal(zeros, new UUID(1, object), chunk);
      for (int i = 0; i < chunks; i++) {
        firstBlocks.add(ByteBuffer.wrap(container, (int) layout.position(i), 16));
      }
    }
    assertThat(firstBlocks).hasSize(2 * chunks);
  }

  @Test
  void neverEncryptsTwoWritingsOfAnObjectAlike() {
    byte[] plain = new byte[64];
    byte[] one = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 1), Sealed.KIB_64);
    byte[] two = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 2), Sealed.KIB_64);
    assertThat(ByteBuffer.wrap(one, Header.LENGTH, 16))
        .isNotEqualTo(ByteBuffer.wrap(two, Header.LENGTH, 16));
  }
}
