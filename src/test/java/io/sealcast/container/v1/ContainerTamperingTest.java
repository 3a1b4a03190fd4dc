package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerException.NotAContainer;
import io.sealcast.container.ContainerException.UnauthenticChunk;
import io.sealcast.container.ContainerException.UnauthenticContainer;
import io.sealcast.container.ContainerException.WrongObject;
import io.sealcast.container.ContainerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a modified container releases only bytes that were written at their position. */
@ParameterizedClass
@ValueSource(ints = {Sealed.KIB_64, Sealed.KIB_256, Sealed.MIB})
class ContainerTamperingTest {
  private static final UUID OTHER = new UUID(42, 43);

  /** One context for all tests, since creating thousands of them would take most of the time. */
  private final CipherContext context = new CipherContext();

  private final int chunk;
  private final Layout layout;

  /** Three chunks, of which the last is shorter. */
  private final byte[] plain;

  private final byte[] container;
  private final int trailer;

  ContainerTamperingTest(int chunk) {
    this.chunk = chunk;
    layout = new Layout(chunk);
    plain = Sealed.bytes(2 * chunk + 5, 3);
    container = Sealed.seal(plain, Sealed.ID, chunk);
    trailer = container.length - Layout.TRAILER;
  }

  /** Flips every bit of a container with one short chunk, that is, of header, chunk and trailer. */
  @Test
  void refusesEverySingleFlippedBitOfAShortObject() {
    for (int length : new int[] {0, 37}) {
      byte[] small = Sealed.seal(Sealed.bytes(length, 5), Sealed.ID, chunk);
      for (int bit = 0; bit < 8 * small.length; bit++) {
        flip(small, bit);
        assertThatThrownBy(() -> open(small).chunk(0)).isInstanceOf(ContainerException.class);
        flip(small, bit);
      }
    }
  }

  @Test
  void refusesEveryFlippedBitOfHeaderAndTrailer() {
    for (int bit = 0; bit < 8 * container.length; bit++) {
      if (bit == 8 * Header.LENGTH) {
        bit = 8 * trailer;
      }
      flip(container, bit);
      refusesToOpen(container);
      flip(container, bit);
    }
  }

  /**
   * Flips bits in the first block of a chunk, in its last blocks, in its tag, and some between
   * them. All are flipped with the smallest chunk size, and fewer with larger ones, whose
   * verification takes longer.
   */
  @Test
  void refusesFlippedBitsInEveryChunkAndReadsTheOthers() throws IOException {
    Random random = new Random(7);
    int step = chunk / Sealed.KIB_64;
    for (int index = 0; index < 3; index++) {
      int start = 8 * (int) layout.position(index);
      int end = 8 * (index < 2 ? (int) layout.position(index + 1) : trailer);
      TreeSet<Integer> bits = new TreeSet<>();
      for (int i = 0; i < 128; i += step) {
        bits.add(start + i);
      }
      for (int bit = end - 8 * Layout.TAG - 256; bit < end; bit += step) {
        bits.add(Math.max(start, bit));
      }
      for (int i = 0; i < 64; i += step) {
        bits.add(start + random.nextInt(end - start));
      }
      for (int bit : bits) {
        flip(container, bit);
        refusesChunk(open(container), index);
        flip(container, bit);
      }
      flip(container, bits.first());
      releasesAllBut(container, index);
      flip(container, bits.first());
    }
  }

  @Test
  void refusesEveryCutBeforeAnyByteIsReleased() {
    TreeSet<Integer> lengths = new TreeSet<>();
    int[] borders = {0, (int) layout.position(1), (int) layout.position(2), container.length};
    for (int border : borders) {
      for (int length = border - 300; length < border + 300; length++) {
        lengths.add(length);
      }
    }
    Random random = new Random(8);
    for (int i = 0; i < 500; i++) {
      lengths.add(random.nextInt(container.length));
    }
    for (int length : lengths.headSet(container.length).tailSet(0)) {
      MemorySource cut = new MemorySource(container, length);
      assertThatThrownBy(() -> Sealed.open(cut, Sealed.KEY, context))
          .isInstanceOf(ContainerException.class);
    }
  }

  @Test
  void refusesAContainerCutAtAChunkBorderEvenWithItsTrailerPutBack() {
    byte[] end = Arrays.copyOfRange(container, trailer, container.length);
    for (int chunks = 0; chunks < 3; chunks++) {
      refusesToOpen(join(Arrays.copyOf(container, (int) layout.position(chunks)), end));
    }
  }

  @Test
  void refusesAContainerCutAtItsStart() {
    byte[] header = Arrays.copyOf(container, Header.LENGTH);
    byte[] tail = Arrays.copyOfRange(container, (int) layout.position(1), container.length);
    refusesToOpen(join(header, tail));
  }

  @Test
  void refusesWhatWasAppended() {
    byte[] longer = Arrays.copyOf(container, container.length + 200);
    for (int more = 1; more < 200; more++) {
      MemorySource extended = new MemorySource(longer, container.length + more);
      assertThatThrownBy(() -> Sealed.open(extended, Sealed.KEY, context))
          .isInstanceOf(ContainerException.class);
    }
    refusesToOpen(join(container, container));
  }

  @Test
  void refusesSwappedChunks() throws IOException {
    byte[] swapped = container.clone();
    copyChunk(container, 0, swapped, 1);
    copyChunk(container, 1, swapped, 0);
    releasesAllBut(swapped, 0, 1);
  }

  @Test
  void refusesAChunkThatIsThereTwice() throws IOException {
    byte[] repeated = container.clone();
    copyChunk(container, 0, repeated, 1);
    releasesAllBut(repeated, 1);
  }

  @Test
  void refusesAChunkOfAnotherObjectOfTheSameVideo() throws IOException {
    byte[] other = Sealed.seal(plain, OTHER, chunk);
    for (int index = 0; index < 2; index++) {
      byte[] spliced = container.clone();
      copyChunk(other, index, spliced, index);
      releasesAllBut(spliced, index);
    }
  }

  @Test
  void refusesAChunkOfAnEarlierWritingOfTheSameObject() throws IOException {
    byte[] earlier = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 99), chunk);
    byte[] spliced = container.clone();
    copyChunk(earlier, 1, spliced, 1);
    releasesAllBut(spliced, 1);
  }

  @Test
  void refusesTheTrailerOfAnotherObject() {
    byte[] other = Sealed.seal(plain, OTHER, chunk);
    byte[] spliced = container.clone();
    System.arraycopy(other, trailer, spliced, trailer, Layout.TRAILER);
    refusesToOpen(spliced);
  }

  @Test
  void refusesAnObjectInAnothersPlace() {
    byte[] other = Sealed.seal(plain, OTHER, chunk);
    assertThatThrownBy(() -> open(other))
        .isInstanceOfSatisfying(
            WrongObject.class,
            e -> {
              assertThat(e.expected()).isEqualTo(Sealed.ID);
              assertThat(e.found()).isEqualTo(OTHER);
            });
  }

  @Test
  void refusesAnObjectInAnothersPlaceWhoseIdWasForged() {
    byte[] forged = Sealed.seal(plain, OTHER, chunk);
    System.arraycopy(container, 16, forged, 16, 16);
    assertThatThrownBy(() -> open(forged)).isInstanceOf(UnauthenticContainer.class);
  }

  @Test
  void refusesAnotherKey() {
    byte[] wrong = Sealed.KEY.clone();
    wrong[31] ^= 1;
    assertThatThrownBy(() -> Sealed.open(new MemorySource(container), wrong, context))
        .isInstanceOf(UnauthenticContainer.class);
  }

  /** The chunk size in the header is part of the data that every tag authenticates. */
  @Test
  void refusesAnotherChunkSizeThanItWasWrittenWith() {
    for (int size = Sealed.KIB_64; size <= Sealed.MIB; size *= 2) {
      if (size != chunk) {
        byte[] forged = container.clone();
        ByteBuffer.wrap(forged).putInt(12, size);
        assertThatThrownBy(() -> open(forged)).isInstanceOf(UnauthenticContainer.class);
        // one short chunk has the same length with any chunk size, so only the tag shows the change
        byte[] small = Sealed.seal(new byte[5], Sealed.ID, chunk);
        ByteBuffer.wrap(small).putInt(12, size);
        assertThatThrownBy(() -> open(small)).isInstanceOf(UnauthenticContainer.class);
      }
    }
  }

  @Test
  void refusesChunkSizesThatVersion1DoesNotHave() {
    int[] hostile = {
      0,
      1,
      3,
      16,
      1 << 15,
      (1 << 16) - 1,
      (1 << 16) + 1,
      3 << 16,
      1_000_000,
      (1 << 20) - 16,
      (1 << 20) + 1,
      1 << 21,
      1 << 30,
      Integer.MAX_VALUE,
      Integer.MIN_VALUE,
      -1,
      -(1 << 16)
    };
    for (int size : hostile) {
      byte[] forged = container.clone();
      ByteBuffer.wrap(forged).putInt(12, size);
      assertThatThrownBy(() -> open(forged))
          .isInstanceOf(NotAContainer.class)
          .hasMessage("Version 1 has no chunks of %s bytes", Integer.toUnsignedString(size));
      assertThatThrownBy(() -> new ContainerV1(size)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void saysWhichChunkOfWhichObjectIsDamaged() throws IOException {
    byte[] damaged = container.clone();
    damaged[(int) layout.position(2) + 3] ^= 1;
    ContainerReader reader = open(damaged);
    assertThatThrownBy(() -> reader.chunk(2))
        .isInstanceOfSatisfying(
            UnauthenticChunk.class,
            e -> {
              assertThat(e.objectId()).isEqualTo(Sealed.ID);
              assertThat(e.index()).isEqualTo(2);
            });
  }

  @Test
  void forgetsTheChunkBeforeADamagedOne() throws IOException {
    byte[] damaged = container.clone();
    damaged[(int) layout.position(1)] ^= 1;
    ContainerReader reader = open(damaged);
    byte[] target = new byte[chunk];
    assertThat(reader.read(0, target, 0, chunk)).isEqualTo(chunk);
    byte[] untouched = new byte[chunk];
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> reader.read(chunk, untouched, 0, chunk))
          .isInstanceOf(UnauthenticChunk.class);
    }
    assertThat(Arrays.equals(untouched, new byte[chunk])).isTrue();
    assertThat(Arrays.equals(Sealed.chunk(reader, 0), Arrays.copyOf(plain, chunk))).isTrue();
  }

  @Test
  void givesNoSliceThatADamagedChunkHasAPartIn() throws IOException {
    byte[] damaged = container.clone();
    damaged[(int) layout.position(1)] ^= 1;
    ContainerReader reader = open(damaged);
    assertThatThrownBy(() -> reader.slice(chunk - 5, 10)).isInstanceOf(UnauthenticChunk.class);
    assertThatThrownBy(() -> reader.slice(2 * chunk - 5, 10)).isInstanceOf(UnauthenticChunk.class);
    assertThat(Sealed.bytes(reader.slice(chunk - 5, 5)))
        .isEqualTo(Arrays.copyOfRange(plain, chunk - 5, chunk));
  }

  @Test
  void givesNoSliceBeyondTheEndOrLongerThanTheLargestChunk() throws IOException {
    ContainerReader reader = open(container);
    for (long[] slice :
        new long[][] {
          {-1, 5}, {0, 0}, {0, -1}, {plain.length - 4, 5}, {plain.length, 1}, {Long.MAX_VALUE, 1}
        }) {
      assertThatThrownBy(() -> reader.slice(slice[0], (int) slice[1]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    ContainerReader large = open(Sealed.seal(new byte[3 * Sealed.MIB], Sealed.ID, chunk));
    assertThatThrownBy(() -> large.slice(0, 2 * Sealed.MIB))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ContainerReader open(byte[] bytes) throws IOException {
    return Sealed.open(new MemorySource(bytes), Sealed.KEY, context);
  }

  private void refusesToOpen(byte[] bytes) {
    assertThatThrownBy(() -> open(bytes)).isInstanceOf(ContainerException.class);
  }

  private static void refusesChunk(ContainerReader reader, long index) throws IOException {
    try {
      reader.chunk(index);
      fail("chunk %d was released", index);
    } catch (UnauthenticChunk e) {
      assertThat(e.index()).isEqualTo(index);
    }
  }

  /** Checks that the damaged chunks are rejected and the others have their original content. */
  private void releasesAllBut(byte[] bytes, long... damaged) throws IOException {
    ContainerReader reader = open(bytes);
    for (long index = 0; index < reader.chunkCount(); index++) {
      long present = index;
      if (Arrays.stream(damaged).anyMatch(d -> d == present)) {
        refusesChunk(reader, index);
      } else {
        int from = (int) index * chunk;
        byte[] written = Arrays.copyOfRange(plain, from, Math.min(plain.length, from + chunk));
        assertThat(Arrays.equals(Sealed.chunk(reader, index), written)).isTrue();
      }
    }
  }

  private void copyChunk(byte[] from, long source, byte[] to, long target) {
    System.arraycopy(
        from, (int) layout.position(source), to, (int) layout.position(target), layout.stride());
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
