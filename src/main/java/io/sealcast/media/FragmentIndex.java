package io.sealcast.media;

import java.util.List;

/**
 * The time and the byte range of each fragment of a fragmented MP4.
 *
 * @param initSize length of {@code ftyp} and {@code moov} in bytes
 * @param fragments the fragments in order of time; their byte ranges follow each other without gaps
 * @param codecs the codecs as an RFC 6381 list such as {@code avc1.64001f,mp4a.40.2}
 */
public record FragmentIndex(long initSize, List<Fragment> fragments, String codecs) {

  public FragmentIndex {
    fragments = List.copyOf(fragments);
  }

  /**
   * One {@code moof} box with its {@code mdat} box.
   *
   * @param start time in seconds at which its first picture is shown
   * @param duration seconds
   * @param pictures number of pictures in it
   * @param offset position of its first byte in the file
   * @param size bytes
   */
  public record Fragment(double start, double duration, int pictures, long offset, long size) {}

  /** Seconds from 0 to the end of the last fragment; 0 when there is none. */
  public double duration() {
    if (fragments.isEmpty()) {
      return 0;
    }
    Fragment last = fragments.get(fragments.size() - 1);
    return last.start() + last.duration();
  }
}
