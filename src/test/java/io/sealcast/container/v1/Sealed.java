package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.UUID;

/**
 * Creates and opens containers in tests. They are opened as by the application, which reads the
 * chunk size from the header.
 */
final class Sealed {
  static final int KIB_64 = 1 << 16;
  static final int KIB_256 = 1 << 18;
  static final int MIB = 1 << 20;

  static final byte[] KEY = bytes(32, 1);
  static final UUID ID = new UUID(0x0011223344556677L, 0x8899aabbccddeeffL);

  private static final ContainerFormats FORMATS = ContainerFormats.standard();

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
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length + 4096);
    try {
      ContainerWriter writer =
          ContainerFormats.writingChunksOf(chunkSize).create(out, key, id, iv, new CipherContext());
      writer.write(plain);
      writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static ContainerReader open(byte[] container) throws IOException {
    return open(new MemorySource(container), KEY, new CipherContext());
  }

  static ContainerReader open(CiphertextSource source, byte[] key, CipherContext context)
      throws IOException {
    return FORMATS.open(source, key, ID, context);
  }

  static byte[] chunk(ContainerReader reader, long index) throws IOException {
    return bytes(reader.chunk(index));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** Reads the whole plaintext with reads of at most {@code most} bytes. */
  static byte[] readAll(ContainerReader reader, int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[most];
    for (int n; (n = reader.read(all.size(), buffer, 0, most)) > 0; ) {
      all.write(buffer, 0, n);
    }
    return all.toByteArray();
  }
}
