package io.sealcast.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CipherContextTest {
  private final CipherContext context = new CipherContext();

  @Test
  void hasBuffersAsLongAsTheLongestChunkThatWasNeeded() {
    byte[] small = context.plain(100);
    assertThat(small).hasSize(100);
    assertThat(context.plain(60)).isSameAs(small);
    assertThat(context.plain(200)).hasSize(200);
    assertThat(context.sealed(50)).hasSize(50);
    assertThat(context.slice(10)).hasSize(10);
  }

  @Test
  void hasNoBufferThatIsLongerThanTheLargestChunk() {
    assertThat(context.sealed(CipherContext.MAX_BUFFER)).hasSize((1 << 20) + 1024);
    assertThatThrownBy(() -> context.sealed(CipherContext.MAX_BUFFER + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
