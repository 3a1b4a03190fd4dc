package io.sealcast.media;

import static io.sealcast.media.FragmentIndexerTest.FTYP;
import static io.sealcast.media.FragmentIndexerTest.MDAT;
import static io.sealcast.media.FragmentIndexerTest.bytes;
import static io.sealcast.media.FragmentIndexerTest.moov;
import static io.sealcast.media.FragmentIndexerTest.pictures;
import static io.sealcast.media.FragmentIndexerTest.silentMoov;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackInitsTest {
  private static byte[] of(byte[] mp4, FragmentIndex.Extent extent) {
    int from = (int) extent.offset();
    return Arrays.copyOfRange(mp4, from, from + (int) extent.size());
  }

  private static byte[] file(byte[] input) throws IOException {
    return SplitMp4.of(input, List.of(100)).bytes();
  }

  private static FragmentIndex index(byte[] input) throws IOException {
    try (FragmentIndexer indexer = new FragmentIndexer(new ByteArrayOutputStream())) {
      indexer.write(input);
      return indexer.finish();
    }
  }

  private static Mp4Track only(byte[] init) throws IOException {
    List<Mp4Box> boxes = Mp4Box.read(ByteBuffer.wrap(init));
    assertThat(boxes).extracting(Mp4Box::type).containsExactly("ftyp", "moov");
    Mp4Box moov = boxes.get(1);
    assertThat(moov.children("trak")).hasSize(1);
    assertThat(moov.find("mvex").children("trex")).hasSize(1);
    return Mp4Track.read(moov.find("trak"), moov);
  }

  @Test
  void eachTrackHasAnInitializationSegmentWithItsIdAndDefaults() throws IOException {
    byte[] input = bytes(FTYP, moov(), pictures(0), MDAT);
    FragmentIndex.Inits inits = index(input).inits().orElseThrow();

    assertThat(only(of(file(input), inits.picture())))
        .isEqualTo(new Mp4Track(1, 1000, true, 40, 0, "avc1.64001f"));
    assertThat(only(of(file(input), inits.sound())))
        .isEqualTo(new Mp4Track(2, 48_000, false, 1024, 0, "mp4a.40.2"));
  }

  @Test
  void playersOfTheWholeFileSkipThem() throws IOException {
    byte[] input = bytes(FTYP, moov(), pictures(0), MDAT);

    assertThat(Mp4Box.read(ByteBuffer.wrap(file(input))))
        .extracting(Mp4Box::type)
        .containsExactly("ftyp", "moov", "free", "free", "moof", "mdat");
  }

  @Test
  void theInitializationSegmentOfTheFileContainsThem() throws IOException {
    byte[] input = bytes(FTYP, moov(), pictures(0), MDAT);
    FragmentIndex index = index(input);
    FragmentIndex.Extent sound = index.inits().orElseThrow().sound();

    assertThat(index.initSize()).isEqualTo(sound.offset() + sound.size());
    assertThat(index.fragments().get(0).offset()).isEqualTo(index.initSize());
  }

  @Test
  void aFileWithoutSoundOrWithoutATypeHasNone() throws IOException {
    assertThat(index(bytes(FTYP, silentMoov(), pictures(0), MDAT)).inits()).isEmpty();
    assertThat(index(bytes(moov(), pictures(0), MDAT)).inits()).isEmpty();
  }
}
