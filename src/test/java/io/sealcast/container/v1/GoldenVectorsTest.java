package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.registry.ContainerFormats;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reads containers that {@code golden/make.py} created without code of this project. They must
 * never be generated again: a change that fails here has changed the format and needs a new
 * version.
 */
class GoldenVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] KEY =
      HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final UUID ID = UUID.fromString("6ba7b810-9dad-41d1-80b4-00c04fd430c8");
  private static final byte[] IV = HEX.parseHex("f0e0d0c0b0a090807060504030201000");
  private static final String SHORT = "Sealcast container v1: one short chunk.\n";

  @ParameterizedTest
  @CsvSource({"1048576, empty.hex", "65536, empty-64k.hex"})
  void writesAndReadsTheEmptyObject(int chunkSize, String name) throws IOException {
    check(new byte[0], chunkSize, resource(name));
  }

  @ParameterizedTest
  @CsvSource({"1048576, short.hex", "65536, short-64k.hex"})
  void writesAndReadsOneShortChunk(int chunkSize, String name) throws IOException {
    check(SHORT.getBytes(StandardCharsets.US_ASCII), chunkSize, resource(name));
  }

  /** Byte i of the plaintext is (i / 251 + i) mod 256. The hash was computed by Python. */
  @ParameterizedTest
  @CsvSource({
    "1048576, 1048581, 1048760, 056ba625b6b818942234830bb62fbf612da3813cbb5e2987677404ce8a96cf5e",
    "65536, 65536, 65672, a8601eb3cdc6f6e1b5fac1027d616a225f4874cb91a44739c11c10b8386f4f7b",
    "65536, 196613, 196888, 1744c3a4df01f866857b7ea53c20b7e6dadb98850d313499a789551f6e975c59"
  })
  void writesAndReadsWholeChunksAndABit(int chunkSize, int size, int stored, String hash)
      throws Exception {
    byte[] plain = new byte[size];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i / 251 + i);
    }
    byte[] container = Sealed.seal(plain, KEY, ID, IV, chunkSize);
    assertThat(container).hasSize(stored);
    assertThat(HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(container)))
        .isEqualTo(hash);
    ContainerReader reader = open(container);
    assertThat(reader.chunkSize()).isEqualTo(chunkSize);
    assertThat(Sealed.readAll(reader, 100_000)).isEqualTo(plain);
  }

  private static void check(byte[] plain, int chunkSize, byte[] golden) throws IOException {
    assertThat(Sealed.seal(plain, KEY, ID, IV, chunkSize)).isEqualTo(golden);
    ContainerReader reader = open(golden);
    assertThat(reader.size()).isEqualTo(plain.length);
    assertThat(reader.chunkSize()).isEqualTo(chunkSize);
    assertThat(Sealed.chunk(reader, 0)).isEqualTo(plain);
  }

  private static ContainerReader open(byte[] container) throws IOException {
    return ContainerFormats.standard()
        .open(new MemorySource(container), KEY, ID, new CipherContext());
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenVectorsTest.class.getResourceAsStream("/golden/" + name)) {
      return HEX.parseHex(
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
  }
}
