package io.sealcast.media;

import java.util.List;

/**
 * Where the fragments of a fragmented MP4 lie.
 *
 * @param initSize bytes of {@code ftyp} and {@code moov}
 * @param fragments in order of time, without gaps in bytes
 * @param codecs an RFC 6381 list such as {@code avc1.64001f,mp4a.40.2}
 */
public record FragmentIndex(long initSize, List<Fragment> fragments, String codecs) {

  public FragmentIndex {
    fragments = List.copyOf(fragments);
  }

  /**
   * One {@code moof}+{@code mdat}.
   *
   * @param start seconds, of the first picture shown
   * @param duration seconds
   * @param pictures how many it holds
   * @param offset of its first byte
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
