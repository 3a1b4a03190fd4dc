package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ContainerProperties {
  /** An object: its length and the chunk size of its container. */
  record Shape(int length, int chunkSize) {
    int chunks() {
      return Math.max(1, (length + chunkSize - 1) / chunkSize);
    }
  }

  /** Generates lengths near the boundaries of chunks and blocks, and others. */
  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<Integer> atBorders =
        Arbitraries.of(-33, -32, -17, -16, -15, -1, 0, 1, 15, 16, 17, 31, 32, 33);
    return Arbitraries.of(Sealed.KIB_64, Sealed.KIB_64, Sealed.KIB_256, Sealed.MIB)
        .flatMap(
            chunk ->
                Arbitraries.oneOf(
                        Combinators.combine(Arbitraries.of(0, 1, 2), atBorders)
                            .as((chunks, more) -> Math.max(0, chunks * chunk + more)),
                        Arbitraries.integers().between(0, 2 * chunk))
                    .map(length -> new Shape(length, chunk)));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void givesBackAnyLength(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(min = 200, max = 100_000) int atOnce,
      @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(shape.length(), seed);
    byte[] container = Sealed.seal(plain, Sealed.ID, shape.chunkSize());
    ContainerReader reader = Sealed.open(container);
    assertThat(reader.size()).isEqualTo(shape.length());
    assertThat(reader.chunkSize()).isEqualTo(shape.chunkSize());
    assertThat(reader.chunkCount()).isEqualTo(shape.chunks());
    assertThat(Arrays.equals(Sealed.readAll(reader, atOnce), plain)).isTrue();
    assertThat(container.length)
        .isEqualTo(new Layout(shape.chunkSize()).containerSize(shape.length()));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void isTheSameHoweverThePlaintextArrives(@ForAll("shapes") Shape shape, @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(shape.length(), seed);
    byte[] iv = Sealed.bytes(16, seed + 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ContainerWriter writer =
        ContainerFormats.writingChunksOf(shape.chunkSize())
            .create(out, Sealed.KEY, Sealed.ID, iv, new CipherContext());
    Random random = new Random(seed);
    for (int at = 0; at < shape.length(); ) {
      int part = Math.min(shape.length() - at, random.nextInt(2 * shape.chunkSize()));
      writer.write(plain, at, part);
      at += part;
      assertThat(writer.size()).isEqualTo(at);
    }
    writer.finish();
    assertThat(writer.size()).isEqualTo(shape.length());
    byte[] atOnce = Sealed.seal(plain, Sealed.KEY, Sealed.ID, iv, shape.chunkSize());
    assertThat(Arrays.equals(out.toByteArray(), atOnce)).isTrue();
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void readsAnyRangeAndOnlyTheChunksThatItTouches(
      @ForAll("shapes") Shape shape, @ForAll long place, @ForAll long extent) throws IOException {
    byte[] plain = Sealed.bytes(shape.length(), shape.length());
    MemorySource source = new MemorySource(Sealed.seal(plain, Sealed.ID, shape.chunkSize()));
    ContainerReader reader = Sealed.open(source, Sealed.KEY, new CipherContext());
    source.reads.clear();

    int from = (int) Math.floorMod(place, shape.length() + 100L);
    byte[] buffer = new byte[1 + (int) Math.floorMod(extent, (long) shape.chunkSize())];
    int read = 0;
    for (int n; read < buffer.length; read += n) {
      n = reader.read(from + read, buffer, read, buffer.length - read);
      if (n < 0) {
        break;
      }
    }

    int end = Math.min(shape.length(), from + buffer.length);
    assertThat(read).isEqualTo(Math.max(0, end - from));
    if (read > 0) {
      assertThat(Arrays.equals(buffer, 0, read, plain, from, end)).isTrue();
    }
    Layout layout = new Layout(shape.chunkSize());
    int first = from / shape.chunkSize();
    assertThat(source.reads).hasSize(read == 0 ? 0 : (end - 1) / shape.chunkSize() - first + 1);
    for (int i = 0; i < source.reads.size(); i++) {
      assertThat(source.reads.get(i).position()).isEqualTo(layout.position(first + i));
      assertThat(source.reads.get(i).length()).isLessThanOrEqualTo(layout.stride());
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void givesAnySliceAsOneBufferWhateverChunksItLiesIn(
      @ForAll("shapes") Shape shape, @ForAll long place, @ForAll long extent) throws IOException {
    byte[] plain = Sealed.bytes(shape.length() + 1, shape.length());
    ContainerReader reader = Sealed.open(Sealed.seal(plain, Sealed.ID, shape.chunkSize()));
    int from = (int) Math.floorMod(place, (long) plain.length);
    int most = Math.min(plain.length - from, Sealed.MIB);
    int length = 1 + (int) Math.floorMod(extent, (long) most);
    byte[] slice = Sealed.bytes(reader.slice(from, length));
    assertThat(Arrays.equals(slice, 0, slice.length, plain, from, from + length)).isTrue();
  }

  /** A context can be used for objects with different chunk sizes one after another. */
  @Example
  void readsThemWithTheBuffersOfAnother() throws IOException {
    CipherContext context = new CipherContext();
    for (int chunk :
        new int[] {Sealed.KIB_64, Sealed.MIB, Sealed.KIB_256, Sealed.KIB_64, Sealed.MIB}) {
      byte[] plain = Sealed.bytes(2 * chunk + 77, chunk);
      byte[] container = Sealed.seal(plain, Sealed.ID, chunk);
      ContainerReader reader = Sealed.open(new MemorySource(container), Sealed.KEY, context);
      assertThat(Arrays.equals(Sealed.readAll(reader, 100_000), plain)).isTrue();
      assertThat(reader.read(plain.length, new byte[1], 0, 1)).isEqualTo(-1);
    }
  }
}
