package io.sealcast.container.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CipherContexts;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerException.NotAContainer;
import io.sealcast.container.ContainerException.UnknownVersion;
import io.sealcast.container.ContainerFormat;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.v1.ContainerV1;
import io.sealcast.range.ChunkGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class ContainerFormatsTest {
  private static final byte[] KEY = new byte[32];
  private static final UUID ID = new UUID(1, 2);

  private final ContainerFormats formats = ContainerFormats.standard();
  private final CipherContext context = new CipherContext();

  @Test
  void writesVersion1WithChunksOf1MiBUnlessToldOtherwise() throws IOException {
    assertThat(open(formats, container(formats)).chunkSize()).isEqualTo(1 << 20);
    byte[] small = container(ContainerFormats.writingChunksOf(ChunkGrid.MIN_CHUNK_SIZE));
    assertThat(open(formats, small).chunkSize()).isEqualTo(1 << 16);
    assertThat(ByteBuffer.wrap(small).getInt(8)).isEqualTo(1);
  }

  @Test
  void namesAVersionThatItDoesNotKnow() throws IOException {
    byte[] newer = container(formats);
    for (int version : new int[] {0, 2, -1}) {
      ByteBuffer.wrap(newer).putInt(8, version);
      assertThatThrownBy(() -> open(formats, newer))
          .isInstanceOfSatisfying(
              UnknownVersion.class, e -> assertThat(e.version()).isEqualTo(version))
          .hasMessage(
              "Container version %s; only 1 is known here", Integer.toUnsignedString(version));
    }
  }

  @Test
  void refusesWhatIsNoContainer() throws IOException {
    byte[] container = container(formats);
    for (int length : new int[] {0, 47, 48, 135}) {
      byte[] cut = Arrays.copyOf(container, length);
      assertThatThrownBy(() -> open(formats, cut)).isInstanceOf(NotAContainer.class);
    }
    assertThatThrownBy(() -> open(formats, new byte[5_000])).isInstanceOf(NotAContainer.class);
  }

  /** A new version needs only an implementation and an entry in the registry. */
  @Test
  void opensEachContainerByTheFormatThatItsHeaderNames() throws IOException {
    ContainerFormat v1 = new ContainerV1(ChunkGrid.MIN_CHUNK_SIZE);
    Version2 v2 = new Version2(v1);
    ContainerFormats both = new ContainerFormats(v2, List.of(v1, v2));
    byte[] second = container(both);
    assertThat(ByteBuffer.wrap(second).getInt(8)).isEqualTo(2);
    assertThat(open(both, second).size()).isEqualTo(5);
    assertThat(v2.opened).isEqualTo(1);
    assertThat(open(both, container(formats)).size()).isEqualTo(5);
    assertThat(v2.opened).isEqualTo(1);
    ByteBuffer.wrap(second).putInt(8, 3);
    assertThatThrownBy(() -> open(both, second))
        .hasMessage("Container version 3; only 1, 2 is known here");
  }

  /** Version 1 with another version number; the format after the prefix is the same. */
  private static final class Version2 implements ContainerFormat {
    private final ContainerFormat v1;
    private int opened;

    Version2(ContainerFormat v1) {
      this.v1 = v1;
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public ContainerReader reader(
        CiphertextSource source,
        byte[] prefix,
        byte[] dataKey,
        UUID expected,
        CipherContext context)
        throws IOException {
      opened++;
      return v1.reader(source, prefix, dataKey, expected, context);
    }

    @Override
    public ContainerWriter writer(
        OutputStream out,
        byte[] dataKey,
        UUID objectId,
        byte[] iv,
        CipherContexts contexts,
        Executor executor)
        throws IOException {
      OutputStream renumbering =
          new OutputStream() {
            private long at;

            @Override
            public void write(int b) throws IOException {
              out.write(at++ == 11 ? 2 : b);
            }
          };
      return v1.writer(renumbering, dataKey, objectId, iv, contexts, executor);
    }
  }

  private byte[] container(ContainerFormats writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer = writing.create(out, KEY, ID, new byte[16], context);
    writer.write(new byte[5]);
    writer.finish();
    return out.toByteArray();
  }

  private ContainerReader open(ContainerFormats reading, byte[] container) throws IOException {
    return reading.open(new InMemory(container), KEY, ID, context);
  }

  private record InMemory(byte[] bytes) implements CiphertextSource {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
      System.arraycopy(bytes, (int) position, target, offset, length);
    }
  }
}
