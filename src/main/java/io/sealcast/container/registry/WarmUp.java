package io.sealcast.container.registry;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.range.ChunkGrid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Encrypts and decrypts a container in memory until the JIT compiler uses the intrinsics of the
 * ciphers. Without it, the first viewers after the start would wait for that.
 */
public final class WarmUp {
  private static final int CHUNKS = 4;
  private static final int CHUNK = ChunkGrid.MAX_CHUNK_SIZE;

  private WarmUp() {}

  /**
   * Runs the ciphers. The call takes several hundred milliseconds of one core.
   *
   * @param rounds number of times that 4 MiB are encrypted and decrypted
   */
  public static void run(int rounds) {
    ContainerFormats formats = ContainerFormats.standard();
    CipherContext context = new CipherContext();
    byte[] key = new byte[32];
    UUID id = new UUID(0, 0);
    byte[] plain = new byte[CHUNK];
    ByteArrayOutputStream out = new ByteArrayOutputStream(CHUNKS * (CHUNK + 1024));
    try {
      for (int round = 0; round < rounds; round++) {
        out.reset();
        ContainerWriter writer =
            formats.create(out, key, id, new byte[ContainerWriter.IV_LENGTH], context);
        for (int i = 0; i < CHUNKS; i++) {
          writer.write(plain);
        }
        writer.finish();
        ContainerReader reader = formats.open(new InMemory(out.toByteArray()), key, id, context);
        for (int i = 0; i < CHUNKS; i++) {
          reader.chunk(i);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
