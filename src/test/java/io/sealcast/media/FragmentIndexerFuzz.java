package io.sealcast.media;

import static io.sealcast.fuzz.Laws.require;

import io.sealcast.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A fragmented MP4 has an index of finite, ordered numbers or is refused by an {@link IOException},
 * in whatever pieces it is written. Its parts are the file, and their indexes the index of the
 * file.
 */
public final class FragmentIndexerFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "fragments";
  }

  @Override
  public List<byte[]> seeds() {
    return FragmentIndexerTest.odd();
  }

  @Override
  public void parse(byte[] input) {
    FragmentIndex whole = index(input, Math.max(1, input.length));
    FragmentIndex pieces = index(input, 7);
    require(java.util.Objects.equals(whole, pieces), "it depends on how the bytes are cut");
    SplitMp4 split = split(input);
    require((split == null) == (whole == null), "it has an index or parts, not both");
    if (whole != null) {
      byte[] file = split.bytes();
      require(
          Arrays.equals(FragmentIndexerTest.withoutInits(file, whole), input),
          "the parts aren't the file");
      require(split.index().equals(whole), "the parts have another index");
      for (FragmentIndex.Fragment fragment : whole.fragments()) {
        require(
            Double.isFinite(fragment.start()) && Double.isFinite(fragment.duration()),
            "a time that is no number");
        require(
            fragment.pictures() > 0
                && fragment.offset() >= whole.initSize()
                && fragment.size() >= 0
                && fragment.offset() + fragment.size() <= file.length,
            "a fragment beyond the file");
        fragment.apart().ifPresent(apart -> isWithin(fragment, apart));
      }
    }
  }

  private static void isWithin(FragmentIndex.Fragment fragment, FragmentIndex.Apart apart) {
    require(
        apart.sound().isPresent()
            ? apart.pictureSize() > 0 && apart.pictureSize() < fragment.size()
            : apart.pictureSize() == fragment.size(),
        "sound beyond its fragment");
    apart
        .sound()
        .ifPresent(
            sound ->
                require(
                    Double.isFinite(sound.start()) && Double.isFinite(sound.duration()),
                    "a time that is no number"));
  }

  private static SplitMp4 split(byte[] mp4) {
    try {
      return SplitMp4.of(mp4, List.of(7));
    } catch (IOException e) {
      return null;
    }
  }

  private static FragmentIndex index(byte[] mp4, int slice) {
    try (FragmentIndexer indexer = new FragmentIndexer(OutputStream.nullOutputStream())) {
      for (int i = 0; i < mp4.length; i += slice) {
        indexer.write(mp4, i, Math.min(slice, mp4.length - i));
      }
      return indexer.finish();
    } catch (IOException e) {
      return null;
    }
  }
}
