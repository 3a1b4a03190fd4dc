package io.sealcast.media;

import static io.sealcast.media.FragmentIndexerTest.FTYP;
import static io.sealcast.media.FragmentIndexerTest.box;
import static io.sealcast.media.FragmentIndexerTest.bytes;
import static io.sealcast.media.FragmentIndexerTest.init;
import static io.sealcast.media.FragmentIndexerTest.moov;
import static io.sealcast.media.FragmentIndexerTest.pictures;
import static io.sealcast.media.FragmentIndexerTest.sound;
import static io.sealcast.media.FragmentIndexerTest.withoutInits;
import static io.sealcast.media.FragmentIndexerTest.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PartWriterProperties {
  private static final double[] SHORTEST = {4, 8, 16, 32};

  /**
   * A fragment.
   *
   * @param duration milliseconds until the next one with pictures; 0 for one with sound alone
   * @param media bytes of its media data
   * @param free bytes of a box in front of it that nobody reads; none if 0
   */
  record Generated(int duration, int media, int free) {}

  @Provide
  Arbitrary<List<Generated>> films() {
    Arbitrary<Integer> durations =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(2, Arbitraries.just(0)),
            net.jqwik.api.Tuple.of(5, Arbitraries.just(2000)),
            net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(1, 9000)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(9000, 150_000)));
    return Combinators.combine(
            durations, Arbitraries.integers().between(1, 300), Arbitraries.of(0, 0, 0, 8, 60))
        .as(Generated::new)
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<List<Integer>> sizes() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(1, 20)),
            net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(20, 100_000)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }

  /** Returns a file with these fragments after a first one of pictures. */
  private static byte[] mp4(List<Generated> film) {
    List<String> boxes = new ArrayList<>(List.of(FTYP, moov(), pictures(0), box("mdat", zeros(3))));
    int time = 2000;
    for (Generated fragment : film) {
      if (fragment.free() > 0) {
        boxes.add(box("free", zeros(fragment.free() - 8)));
      }
      boxes.add(fragment.duration() == 0 ? sound() : pictures(time));
      boxes.add(box("mdat", zeros(fragment.media())));
      time += fragment.duration();
    }
    return bytes(boxes.toArray(String[]::new));
  }

  private static FragmentIndex index(byte[] mp4) throws IOException {
    FragmentIndexer indexer = new FragmentIndexer(OutputStream.nullOutputStream());
    indexer.write(mp4);
    return indexer.finish();
  }

  @Property
  void thePartsAreTheFile(
      @ForAll("films") List<Generated> film, @ForAll("sizes") List<Integer> sizes)
      throws IOException {
    byte[] mp4 = mp4(film);
    FragmentIndex whole = index(mp4);
    SplitMp4 split = SplitMp4.of(mp4, sizes);

    assertThat(withoutInits(split.bytes(), whole)).isEqualTo(mp4);
    assertThat(split.index()).isEqualTo(whole);
    assertThat(split.end().index()).isEqualTo(whole);
    assertThat(split.end().size()).isEqualTo(split.bytes().length);
    for (PartWriter.Part part : split.parts()) {
      FragmentIndex index = part.index();
      int number = part.number();
      assertThat(part).isSameAs(split.parts().get(number));
      assertThat(part.size()).isEqualTo(split.bytes(number).length);
      assertThat(part.init()).isEqualTo(init());
      assertThat(index.codecs()).isEqualTo(whole.codecs());
      assertThat(index.initSize()).isEqualTo(number == 0 ? whole.initSize() : 0);
      assertThat(index.fragments().get(0).offset()).isEqualTo(index.initSize());
      assertThat(index.inits()).isEqualTo(number == 0 ? whole.inits() : Optional.empty());
    }
  }

  @Property
  void picturesAndSoundOfASegmentAreTheSegment(@ForAll("films") List<Generated> film)
      throws IOException {
    byte[] mp4 = SplitMp4.of(mp4(film), List.of(1000)).bytes();
    for (FragmentIndex.Fragment fragment : index(mp4(film)).fragments()) {
      FragmentIndex.Apart apart = fragment.apart().orElseThrow();
      int end = (int) (fragment.offset() + apart.pictureSize());
      byte[] picture = Arrays.copyOfRange(mp4, (int) fragment.offset(), end);
      byte[] sound = Arrays.copyOfRange(mp4, end, (int) (fragment.offset() + fragment.size()));
      assertThat(tracks(picture)).containsOnly(1);
      assertThat(tracks(sound).isEmpty()).isEqualTo(apart.sound().isEmpty());
      assertThat(Set.of(2)).containsAll(tracks(sound));
    }
  }

  /** Returns the ids of the tracks that have samples in some boxes. */
  private static Set<Integer> tracks(byte[] boxes) throws IOException {
    Set<Integer> ids = new TreeSet<>();
    for (Mp4Box box : Mp4Box.read(ByteBuffer.wrap(boxes))) {
      if (box.type().equals("moof")) {
        ids.add(box.find("traf", "tfhd").body().getInt(4));
      }
    }
    return ids;
  }

  @Property
  void aPartEndsAtTheFirstBorderAfterItsDuration(@ForAll("films") List<Generated> film)
      throws IOException {
    SplitMp4 split = SplitMp4.of(mp4(film), List.of(1000));

    List<PartWriter.Part> parts = split.parts();
    for (PartWriter.Part part : parts) {
      double shortest = part.number() < SHORTEST.length ? SHORTEST[part.number()] : 60;
      List<FragmentIndex.Fragment> fragments = part.index().fragments();
      double start = fragments.get(0).start();
      double lastBorder = fragments.get(fragments.size() - 1).start();
      assertThat(lastBorder - start).isLessThan(fragments.size() == 1 ? 1 : shortest);
      if (part != parts.get(parts.size() - 1)) {
        assertThat(part.index().duration() - start).isGreaterThanOrEqualTo(shortest - 0.001);
      }
    }
  }

  @Example
  void segmentsOfTwoSecondsGiveTheseParts() throws IOException {
    List<Generated> film = Stream.generate(() -> new Generated(2000, 10, 0)).limit(75).toList();

    assertThat(SplitMp4.of(mp4(film), List.of(500)).parts())
        .extracting(part -> part.index().fragments().size())
        .containsExactly(2, 4, 8, 16, 30, 16);
  }
}
