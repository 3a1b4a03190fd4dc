package io.sealcast.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The time range in which the samples of a track in one {@code moof} box are presented: pictures,
 * or frames of sound.
 *
 * @param start time in seconds at which the first of them is presented
 * @param end time in seconds at which the last of them ends
 * @param pictures number of samples
 */
record FragmentTimes(double start, double end, int pictures) {
  private static final int TFHD_BASE_OFFSET = 0x1;
  private static final int TFHD_DESCRIPTION = 0x2;
  private static final int TFHD_DURATION = 0x8;
  private static final int TRUN_DATA_OFFSET = 0x1;
  private static final int TRUN_FIRST_FLAGS = 0x4;
  private static final int TRUN_DURATION = 0x100;
  private static final int TRUN_SIZE = 0x200;
  private static final int TRUN_FLAGS = 0x400;
  private static final int TRUN_COMPOSITION = 0x800;
  private static final int TRUN_ANY_OF_EACH =
      TRUN_DURATION | TRUN_SIZE | TRUN_FLAGS | TRUN_COMPOSITION;

  /** Returns the times without what is before the time 0. */
  FragmentTimes fromZero() {
    return new FragmentTimes(Math.max(0, start), Math.max(0, end), pictures);
  }

  /**
   * Reads the samples of a track in a {@code moof} box. Returns null when the box has none of them.
   *
   * @throws ArithmeticException when the times or the number of the samples are beyond all measure
   */
  static @Nullable FragmentTimes read(Mp4Box moof, Mp4Track track) throws IOException {
    for (Mp4Box traf : moof.children("traf")) {
      ByteBuffer tfhd = traf.find("tfhd").body();
      int flags = tfhd.getInt() & 0xffffff;
      if (Integer.toUnsignedLong(tfhd.getInt()) == track.id()) {
        tfhd.position(
            tfhd.position()
                + ((flags & TFHD_BASE_OFFSET) != 0 ? 8 : 0)
                + ((flags & TFHD_DESCRIPTION) != 0 ? 4 : 0));
        long duration =
            (flags & TFHD_DURATION) != 0
                ? Integer.toUnsignedLong(tfhd.getInt())
                : track.defaultDuration();
        return read(traf, track, duration);
      }
    }
    return null;
  }

  private static @Nullable FragmentTimes read(Mp4Box traf, Mp4Track track, long defaultDuration)
      throws IOException {
    ByteBuffer tfdt = traf.find("tfdt").body();
    long time = tfdt.get(0) == 1 ? tfdt.getLong(4) : Integer.toUnsignedLong(tfdt.getInt(4));
    long first = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    int pictures = 0;
    for (Mp4Box box : traf.children("trun")) {
      ByteBuffer trun = box.body();
      int flags = trun.getInt() & 0xffffff;
      int count = trun.getInt();
      if (count < 0) {
        throw new IOException("a fragment of more than 2^31 samples");
      }
      pictures = Math.addExact(pictures, count);
      if ((flags & TRUN_ANY_OF_EACH) == 0) {
        // a box of 16 bytes may claim 2^31 samples that are all alike
        if (count > 0) {
          first = Math.min(first, time);
          time = Math.addExact(time, Math.multiplyExact(count, defaultDuration));
          end = Math.max(end, time);
        }
        continue;
      }
      trun.position(
          trun.position()
              + ((flags & TRUN_DATA_OFFSET) != 0 ? 4 : 0)
              + ((flags & TRUN_FIRST_FLAGS) != 0 ? 4 : 0));
      for (int i = 0; i < count; i++) {
        long duration =
            (flags & TRUN_DURATION) != 0 ? Integer.toUnsignedLong(trun.getInt()) : defaultDuration;
        trun.position(
            trun.position()
                + ((flags & TRUN_SIZE) != 0 ? 4 : 0)
                + ((flags & TRUN_FLAGS) != 0 ? 4 : 0));
        // the offset is signed in version 1; in version 0 it never comes near 2^31 units here
        long shown = Math.addExact(time, (flags & TRUN_COMPOSITION) != 0 ? trun.getInt() : 0);
        first = Math.min(first, shown);
        end = Math.max(end, Math.addExact(shown, duration));
        time = Math.addExact(time, duration);
      }
    }
    if (first == Long.MAX_VALUE) {
      return null;
    }
    double scale = track.timescale();
    double from = Math.subtractExact(first, track.editStart()) / scale;
    double to = Math.subtractExact(end, track.editStart()) / scale;
    return new FragmentTimes(from, to, pictures);
  }
}
