package io.sealcast.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Encrypts and decrypts a container of nothing in memory until the JIT compiler has put the
 * ciphers' intrinsics in place. Without it the first viewers of a server's life would wait for it.
 */
public final class WarmUp {
  private static final int CHUNKS = 4;

  private WarmUp() {}

  /**
   * Takes some hundred milliseconds of one core.
   *
   * @param rounds how often 4 MiB are encrypted and decrypted
   */
  public static void run(int rounds) {
    CipherContext context = new CipherContext();
    byte[] key = new byte[32];
    UUID id = new UUID(0, 0);
    byte[] plain = new byte[ContainerWriter.CHUNK_SIZE];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(CHUNKS * (ContainerWriter.CHUNK_SIZE + 1024));
    try {
      for (int round = 0; round < rounds; round++) {
        out.reset();
        ContainerWriter writer =
            new ContainerWriter(out, key, id, new byte[ContainerWriter.IV_LENGTH], context);
        for (int i = 0; i < CHUNKS; i++) {
          writer.write(plain);
        }
        writer.finish();
        ContainerReader reader =
            new ContainerReader(new InMemory(out.toByteArray()), key, id, context);
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
