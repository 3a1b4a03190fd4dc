package io.sealcast.media.ffmpeg;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.media.MediaSource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** The scan gives a result for every readable file and reads nothing beyond its end. */
public final class BoxScanFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "box-scan";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        hex("00000010667479706d70343200000000" + "00000018" + "6d646174" + "00".repeat(16)),
        hex("000000016d646174" + "0000000000000020" + "00".repeat(16)),
        hex("000000006d646174" + "00".repeat(16)),
        // a 64-bit size that ends just below what a long can hold
        hex("00000010667479706d70343200000000" + "000000016d646174" + "7fffffffffffffef"));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  @Override
  public void parse(byte[] input) throws IOException {
    BoxScan.isTruncated(
        new MediaSource() {
          @Override
          public long size() {
            return input.length;
          }

          @Override
          public int read(long position, byte[] target, int offset, int length) {
            if (position < 0 || position > input.length) {
              throw new AssertionError("a read at " + position + " of " + input.length);
            }
            int read = (int) Math.min(length, input.length - position);
            System.arraycopy(input, (int) position, target, offset, read);
            return read == 0 ? -1 : read;
          }
        });
  }
}
