package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import io.sealcast.range.ViewExtents;
import io.sealcast.range.ViewRange;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Tests that the slices of any range of any view are on the delivery grid and have its bytes. */
class SliceAssemblerProperties {
  @Property(tries = 200)
  void slicesAreOnTheGridOfTheView(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 2_500_000) Integer> sizes,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long seed) {
    Random random = new Random(seed);
    byte[] content = new byte[sizes.stream().mapToInt(Integer::intValue).sum()];
    random.nextBytes(content);
    int from = random.nextInt(content.length);
    int to = from + random.nextInt(content.length - from);
    ViewRange range = new ViewRange(ViewExtents.of(sizes), new ByteRange(from, to));
    ChunkedRange expected = new ChunkedRange(range.bytes());

    SliceAssembler assembler = new SliceAssembler(to);
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    long slices = 0;
    long position = from;
    while (position <= to) {
      ViewRange.ChunkRange chunk = range.chunkRangeAt(position);
      int length = (int) chunk.range().bytes().length();
      List<ByteSlice> complete =
          assembler.add(new ByteSlice(position, content, (int) position, length));
      assertThat(complete).hasSizeLessThanOrEqualTo(2);
      for (ByteSlice slice : complete) {
        expected.requireSlice(slices++, slice.offset(), slice.length());
        got.write(slice.array(), slice.start(), slice.length());
      }
      position += length;
    }

    assertThat(slices).isEqualTo(expected.count());
    assertThat(got.toByteArray()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
  }

  @Property(tries = 20)
  void theBytesOfOneObjectAreNotCopied(@ForAll @IntRange(min = 1, max = 3_000_000) int size) {
    byte[] content = new byte[size];
    ViewRange range =
        new ViewRange(ViewExtents.of(List.of(size)), new ByteRange(size / 3, size - 1));
    SliceAssembler assembler = new SliceAssembler(size - 1);
    for (long position = range.from(); position < size; ) {
      int length = (int) range.chunkRangeAt(position).range().bytes().length();
      ByteSlice slice = new ByteSlice(position, content, (int) position, length);
      assertThat(assembler.add(slice)).containsExactly(slice);
      position += length;
    }
  }
}
