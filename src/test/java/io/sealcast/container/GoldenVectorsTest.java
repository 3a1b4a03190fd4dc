package io.sealcast.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Containers made once by {@code golden/make.py}, without a line of this program. They are never
 * made again: whoever's change fails here has invented another format, and needs another version.
 */
class GoldenVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] KEY =
      HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final UUID ID = UUID.fromString("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
  private static final byte[] IV = HEX.parseHex("f0e0d0c0b0a090807060504030201000");
  private static final String SHORT = "Sealcast container v1: one short chunk.\n";

  @Test
  void writesAndReadsTheEmptyObject() throws IOException {
    check(new byte[0], resource("empty.hex"));
  }

  @Test
  void writesAndReadsOneShortChunk() throws IOException {
    check(SHORT.getBytes(StandardCharsets.US_ASCII), resource("short.hex"));
  }

  /** 1 MiB and 5 bytes; byte i is (i / 251 + i) mod 256. Kept as the hash that Python found. */
  @Test
  void writesAChunkAndABit() throws Exception {
    byte[] plain = new byte[(1 << 20) + 5];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i / 251 + i);
    }
    byte[] container = Sealed.seal(plain, KEY, ID, IV, ContainerWriter.CHUNK_SIZE);
    assertThat(container).hasSize(1_048_760);
    assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(container)))
        .isEqualTo("056ba625b6b818942234830bb62fbf612da3813cbb5e2987677404ce8a96cf5e");
  }

  private static void check(byte[] plain, byte[] golden) throws IOException {
    assertThat(Sealed.seal(plain, KEY, ID, IV, ContainerWriter.CHUNK_SIZE)).isEqualTo(golden);
    ContainerReader reader =
        new ContainerReader(new MemorySource(golden), KEY, ID, new CipherContext());
    assertThat(reader.size()).isEqualTo(plain.length);
    assertThat(Sealed.chunk(reader, 0)).isEqualTo(plain);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenVectorsTest.class.getResourceAsStream("/golden/" + name)) {
      return HEX.parseHex(
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }
}
