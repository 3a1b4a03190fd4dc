package io.sealcast.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;

/** Short ways to make and open containers in tests. */
final class Sealed {
  static final byte[] KEY = bytes(32, 1);
  static final UUID ID = new UUID(0x0011223344556677L, 0x8899aabbccddeeffL);

  private Sealed() {}

  static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static byte[] seal(byte[] plain, UUID id, int chunkSize) {
    return seal(plain, KEY, id, bytes(16, id.hashCode()), chunkSize);
  }

  static byte[] seal(byte[] plain, byte[] key, UUID id, byte[] iv, int chunkSize) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ContainerWriter writer =
          new ContainerWriter(out, key, id, iv, new CipherContext(), chunkSize);
      writer.write(plain);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static ContainerReader open(byte[] container, int chunkSize) throws IOException {
    return open(new MemorySource(container), chunkSize);
  }

  static ContainerReader open(MemorySource source, int chunkSize) throws IOException {
    return new ContainerReader(source, KEY, ID, new CipherContext(), chunkSize);
  }

  static byte[] chunk(ContainerReader reader, long index) throws IOException {
    ByteBuffer chunk = reader.chunk(index);
    byte[] bytes = new byte[chunk.remaining()];
    chunk.get(bytes);
    return bytes;
  }

  /** All of it, read in pieces of {@code piece} bytes at most. */
  static byte[] readAll(ContainerReader reader, int piece) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    for (int n; (n = reader.read(all.size(), buffer, 0, piece)) > 0; ) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }
}
