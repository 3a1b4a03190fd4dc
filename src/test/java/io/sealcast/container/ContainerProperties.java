package io.sealcast.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ContainerProperties {
  private static final int MIB = ContainerWriter.CHUNK_SIZE;

  @Provide
  Arbitrary<Integer> chunkSizes() {
    return Arbitraries.of(16, 32, 48, 256);
  }

  /** Lengths that stand at a chunk's border, a block's border, and anywhere. */
  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.of(0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 255, 256, 257, 511, 512, 513),
        Arbitraries.integers().between(0, 3_000));
  }

  @Property(tries = 500)
  void givesBackAnyLength(
      @ForAll("lengths") int length,
      @ForAll("chunkSizes") int chunkSize,
      @ForAll @IntRange(min = 1, max = 700) int piece,
      @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(length, seed);
    byte[] container = Sealed.seal(plain, Sealed.ID, chunkSize);
    ContainerReader reader = Sealed.open(container, chunkSize);
    assertThat(reader.size()).isEqualTo(length);
    assertThat(reader.chunkCount()).isEqualTo(Math.max(1, (length + chunkSize - 1) / chunkSize));
    assertThat(Sealed.readAll(reader, piece)).isEqualTo(plain);
    assertThat(container).hasSize((int) new Layout(chunkSize).containerSize(length));
  }

  @Property(tries = 300)
  void isTheSameHoweverThePlaintextArrives(
      @ForAll("lengths") int length, @ForAll("chunkSizes") int chunkSize, @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(length, seed);
    byte[] iv = Sealed.bytes(16, seed + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer =
        new ContainerWriter(out, Sealed.KEY, Sealed.ID, iv, new CipherContext(), chunkSize);
    Random random = new Random(seed);
    for (int at = 0; at < length; ) {
      int piece = Math.min(length - at, random.nextInt(2 * chunkSize));
      writer.write(plain, at, piece);
      at += piece;
      assertThat(writer.size()).isEqualTo(at);
    }
    writer.finish();
    assertThat(writer.size()).isEqualTo(length);
    assertThat(out.toByteArray())
        .isEqualTo(Sealed.seal(plain, Sealed.KEY, Sealed.ID, iv, chunkSize));
  }

  @Property(tries = 500)
  void readsAnyRangeAndOnlyTheChunksThatItTouches(
      @ForAll @IntRange(max = 2_000) int length,
      @ForAll("chunkSizes") int chunkSize,
      @ForAll @LongRange(max = 2_100) long from,
      @ForAll @IntRange(min = 1, max = 900) int wanted)
      throws IOException {
    byte[] plain = Sealed.bytes(length, length);
    MemorySource source = new MemorySource(Sealed.seal(plain, Sealed.ID, chunkSize));
    ContainerReader reader = Sealed.open(source, chunkSize);
    source.reads.clear();

    byte[] buffer = new byte[wanted];
    int read = 0;
    for (int n;
        read < wanted && (n = reader.read(from + read, buffer, read, wanted - read)) > 0; ) {
      read += n;
    }

    int end = (int) Math.min(length, from + wanted);
    assertThat(read).isEqualTo((int) Math.max(0, end - from));
    if (read > 0) {
      assertThat(Arrays.copyOf(buffer, read)).isEqualTo(Arrays.copyOfRange(plain, (int) from, end));
    }
    Layout layout = new Layout(chunkSize);
    long first = from / chunkSize;
    assertThat(source.reads).hasSize(read == 0 ? 0 : (int) ((end - 1) / chunkSize - first + 1));
    for (int i = 0; i < source.reads.size(); i++) {
      assertThat(source.reads.get(i).position()).isEqualTo(layout.position(first + i));
      assertThat(source.reads.get(i).length()).isLessThanOrEqualTo(layout.stride());
    }
  }

  @Example
  void doesTheSameWithRealChunks() throws IOException {
    for (int length : new int[] {0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 77, 3 * MIB - 1}) {
      byte[] plain = Sealed.bytes(length, length);
      ContainerReader reader = Sealed.open(Sealed.seal(plain, Sealed.ID, MIB), MIB);
      assertThat(Sealed.readAll(reader, 100_000)).isEqualTo(plain);
      byte[] some = new byte[5_000];
      for (int from = 0; from < length; from += 777_777) {
        int n = reader.read(from, some, 0, some.length);
        assertThat(Arrays.copyOf(some, n)).isEqualTo(Arrays.copyOfRange(plain, from, from + n));
      }
      assertThat(reader.read(length, some, 0, some.length)).isEqualTo(-1);
    }
  }
}
