package io.sealcast.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.sealcast.container.ContainerException.NotAContainer;
import io.sealcast.container.ContainerException.UnauthenticChunk;
import io.sealcast.container.ContainerException.UnauthenticContainer;
import io.sealcast.container.ContainerException.UnknownVersion;
import io.sealcast.container.ContainerException.WrongObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever is done to a container, no byte is released that wasn't written at its place. */
class ContainerTamperingTest {
  private static final int CHUNK = 32;
  private static final Layout LAYOUT = new Layout(CHUNK);
  private static final UUID OTHER = new UUID(42, 43);

  /** Four chunks, the last one short. */
  private final byte[] plain = Sealed.bytes(3 * CHUNK + 5, 3);

  private final byte[] container = Sealed.seal(plain, Sealed.ID, CHUNK);

  @Test
  void refusesEverySingleFlippedBit() throws IOException {
    for (int bit = 0; bit < 8 * container.length; bit++) {
      byte[] flipped = container.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      int position = bit / 8;
      boolean inChunks = position >= Header.LENGTH && position < container.length - Layout.TRAILER;
      if (inChunks) {
        long hit = (position - Header.LENGTH) / LAYOUT.stride();
        releasesAllBut(flipped, hit);
      } else {
        refusesToOpen(flipped);
      }
    }
  }

  @Test
  void refusesEveryFlippedBitOfAnEmptyObject() throws IOException {
    byte[] empty = Sealed.seal(new byte[0], Sealed.ID, CHUNK);
    for (int bit = 0; bit < 8 * empty.length; bit++) {
      byte[] flipped = empty.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> Sealed.open(flipped, CHUNK).chunk(0))
          .isInstanceOf(ContainerException.class);
    }
  }

  @Test
  void refusesEveryCutBeforeAnyByteIsReleased() {
    for (int length = 0; length < container.length; length++) {
      refusesToOpen(Arrays.copyOf(container, length));
    }
  }

  @Test
  void refusesAContainerCutAtAChunkBorderEvenWithItsTrailerPutBack() {
    byte[] trailer =
        Arrays.copyOfRange(container, container.length - Layout.TRAILER, container.length);
    for (int chunks = 0; chunks < 4; chunks++) {
      byte[] kept = Arrays.copyOf(container, (int) LAYOUT.position(chunks));
      refusesToOpen(join(kept, trailer));
    }
  }

  @Test
  void refusesAContainerCutAtItsStart() {
    byte[] header = Arrays.copyOf(container, Header.LENGTH);
    byte[] tail = Arrays.copyOfRange(container, (int) LAYOUT.position(1), container.length);
    refusesToOpen(join(header, tail));
  }

  @Test
  void refusesWhatWasAppended() {
    for (int more = 1; more < 200; more++) {
      refusesToOpen(Arrays.copyOf(container, container.length + more));
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
    copyChunk(container, 0, repeated, 2);
    releasesAllBut(repeated, 2);
  }

  @Test
  void refusesAChunkOfAnotherObjectOfTheSameVideo() throws IOException {
    byte[] other = Sealed.seal(plain, OTHER, CHUNK);
    for (int index = 0; index < 3; index++) {
      byte[] spliced = container.clone();
      copyChunk(other, index, spliced, index);
      releasesAllBut(spliced, index);
    }
  }

  @Test
  void refusesAChunkOfAnEarlierWritingOfTheSameObject() throws IOException {
    byte[] earlier = Sealed.seal(plain, Sealed.KEY, Sealed.ID, Sealed.bytes(16, 99), CHUNK);
    byte[] spliced = container.clone();
    copyChunk(earlier, 1, spliced, 1);
    releasesAllBut(spliced, 1);
  }

  @Test
  void refusesTheTrailerOfAnotherObject() {
    byte[] other = Sealed.seal(plain, OTHER, CHUNK);
    byte[] spliced = container.clone();
    int trailer = container.length - Layout.TRAILER;
    System.arraycopy(other, trailer, spliced, trailer, Layout.TRAILER);
    refusesToOpen(spliced);
  }

  @Test
  void refusesAnObjectInAnothersPlace() {
    byte[] other = Sealed.seal(plain, OTHER, CHUNK);
    assertThatThrownBy(() -> Sealed.open(other, CHUNK))
        .isInstanceOfSatisfying(
            WrongObject.class,
            e -> {
              assertThat(e.expected()).isEqualTo(Sealed.ID);
              assertThat(e.found()).isEqualTo(OTHER);
            });
  }

  @Test
  void refusesAnObjectInAnothersPlaceWhoseIdWasForged() {
    byte[] forged = Sealed.seal(plain, OTHER, CHUNK);
    System.arraycopy(container, 16, forged, 16, 16);
    assertThatThrownBy(() -> Sealed.open(forged, CHUNK)).isInstanceOf(UnauthenticContainer.class);
  }

  @Test
  void refusesAnotherKey() {
    byte[] wrong = Sealed.KEY.clone();
    wrong[31] ^= 1;
    assertThatThrownBy(
            () ->
                new ContainerReader(
                    new MemorySource(container), wrong, Sealed.ID, new CipherContext(), CHUNK))
        .isInstanceOf(UnauthenticContainer.class);
  }

  @Test
  void namesAVersionThatItDoesNotKnow() {
    byte[] newer = container.clone();
    ByteBuffer.wrap(newer).putInt(8, 2);
    assertThatThrownBy(() -> Sealed.open(newer, CHUNK))
        .isInstanceOfSatisfying(UnknownVersion.class, e -> assertThat(e.version()).isEqualTo(2))
        .hasMessageContaining("version 2");
  }

  @Test
  void refusesWhatIsNoContainer() {
    assertThatThrownBy(() -> Sealed.open(new byte[0], CHUNK)).isInstanceOf(NotAContainer.class);
    assertThatThrownBy(() -> Sealed.open(new byte[5_000], CHUNK)).isInstanceOf(NotAContainer.class);
    assertThatThrownBy(() -> Sealed.open(container, 2 * CHUNK)).isInstanceOf(NotAContainer.class);
  }

  @Test
  void saysWhichChunkOfWhichObjectIsDamaged() throws IOException {
    byte[] damaged = container.clone();
    damaged[(int) LAYOUT.position(2) + 3] ^= 1;
    ContainerReader reader = Sealed.open(damaged, CHUNK);
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
    damaged[(int) LAYOUT.position(1)] ^= 1;
    ContainerReader reader = Sealed.open(damaged, CHUNK);
    byte[] target = new byte[CHUNK];
    assertThat(reader.read(0, target, 0, CHUNK)).isEqualTo(CHUNK);
    byte[] untouched = new byte[CHUNK];
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> reader.read(CHUNK, untouched, 0, CHUNK))
          .isInstanceOf(UnauthenticChunk.class);
    }
    assertThat(untouched).containsOnly(0);
    assertThat(Sealed.chunk(reader, 0)).isEqualTo(Arrays.copyOf(plain, CHUNK));
  }

  private void refusesToOpen(byte[] bytes) {
    assertThatThrownBy(() -> Sealed.open(bytes, CHUNK)).isInstanceOf(ContainerException.class);
  }

  /** The damaged chunks are refused, and the others are what was written. */
  private void releasesAllBut(byte[] bytes, long... damaged) throws IOException {
    ContainerReader reader = Sealed.open(bytes, CHUNK);
    for (long index = 0; index < reader.chunkCount(); index++) {
      long chunk = index;
      if (Arrays.stream(damaged).anyMatch(d -> d == chunk)) {
        try {
          reader.chunk(index);
          fail("chunk %d was released", index);
        } catch (UnauthenticChunk e) {
          assertThat(e.index()).isEqualTo(index);
        }
      } else {
        int from = (int) index * CHUNK;
        assertThat(Sealed.chunk(reader, index))
            .isEqualTo(Arrays.copyOfRange(plain, from, Math.min(plain.length, from + CHUNK)));
      }
    }
  }

  private static void copyChunk(byte[] from, long source, byte[] to, long target) {
    System.arraycopy(
        from, (int) LAYOUT.position(source), to, (int) LAYOUT.position(target), LAYOUT.stride());
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
