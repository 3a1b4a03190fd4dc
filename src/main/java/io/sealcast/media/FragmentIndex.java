package io.sealcast.media;

import java.util.List;
import java.util.Optional;

/**
 * The time and the byte range of each fragment of a fragmented MP4.
 *
 * @param initSize number of bytes before the first {@code moof}: {@code ftyp}, {@code moov} and, in
 *     a file of picture and sound, what {@link TrackInits} adds
 * @param inits the initialization segments of one track each; empty for a file that has none, and
 *     for a part that isn't the first
 * @param fragments the fragments in order of time; their byte ranges follow each other without gaps
 * @param codecs the codecs as an RFC 6381 list such as {@code avc1.64001f,mp4a.40.2}
 */
public record FragmentIndex(
    long initSize, Optional<Inits> inits, List<Fragment> fragments, String codecs) {

  public FragmentIndex {
    fragments = List.copyOf(fragments);
  }

  /** An index of a file without initialization segments of one track each. */
  public FragmentIndex(long initSize, List<Fragment> fragments, String codecs) {
    this(initSize, Optional.empty(), fragments, codecs);
  }

  /**
   * Bytes of the file.
   *
   * @param offset position of the first byte in the file
   * @param size bytes
   */
  public record Extent(long offset, long size) {}

  /**
   * Where the initialization segments of one track each are.
   *
   * @param picture that of the picture, which is the first track of the file
   * @param sound that of the sound, which is the second and last track
   */
  public record Inits(Extent picture, Extent sound) {}

  /**
   * The sound of a fragment.
   *
   * @param start time in seconds at which it begins, at least 0: what an encoder prepends isn't
   *     heard
   * @param duration seconds
   */
  public record Sound(double start, double duration) {}

  /**
   * How a fragment can be read as picture and sound apart: its first bytes are pictures alone, and
   * all others are its sound.
   *
   * @param pictureSize number of the bytes with pictures
   * @param sound empty when the sound pauses or has ended before, and there are no other bytes
   */
  public record Apart(long pictureSize, Optional<Sound> sound) {}

  /**
   * The boxes from a {@code moof} with pictures to the next one: {@code moof} and {@code mdat}, of
   * the pictures and then of their sound.
   *
   * @param start time in seconds at which its first picture is shown
   * @param duration seconds
   * @param pictures number of pictures in it
   * @param offset position of its first byte in the file
   * @param size bytes
   * @param apart empty when picture and sound can't be read apart
   */
  public record Fragment(
      double start, double duration, int pictures, long offset, long size, Optional<Apart> apart) {

    /** A fragment whose picture and sound can't be read apart. */
    public Fragment(double start, double duration, int pictures, long offset, long size) {
      this(start, duration, pictures, offset, size, Optional.empty());
    }

    /** Returns the fragment as it is in a file that begins at another byte of this one. */
    Fragment inFileFrom(long position) {
      return new Fragment(start, duration, pictures, offset - position, size, apart);
    }
  }

  /**
   * Returns these fragments as those of a part that begins at another byte of the file, and has no
   * initialization segment.
   */
  FragmentIndex inPartFrom(long position) {
    return new FragmentIndex(
        0, fragments.stream().map(f -> f.inFileFrom(position)).toList(), codecs);
  }

  /** Whether it has pictures and sound, of which each fragment can be read apart. */
  public boolean hasSoundApart() {
    return !isSilent() && fragments.stream().allMatch(f -> f.apart().isPresent());
  }

  /** Whether it has one track, which is its pictures. */
  public boolean isSilent() {
    return !codecs.contains(",");
  }

  /** Seconds from 0 to the end of the last fragment; 0 when there is none. */
  public double duration() {
    if (fragments.isEmpty()) {
      return 0;
    }
    Fragment last = fragments.get(fragments.size() - 1);
    return last.start() + last.duration();
  }
}
