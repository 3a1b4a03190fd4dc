package io.sealcast.webvtt;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import java.util.Arrays;
import java.util.List;

/**
 * Whatever is read as captions is written as WebVTT that reads the same again, without markup that
 * WebVTT doesn't have; everything else is refused by a {@link DomainException}.
 */
public final class CaptionFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "captions";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        "1\n00:00:01,000 --> 00:00:02,500\n<i>a</i> & {\\an8}b < c\n\n2\n0:0:3,1 --> 0:0:4,2\nd\n"
            .getBytes(UTF_8),
        "1\n00:00:01,000 --> 00:00:02,500\n{\\a&{\\an8}b9} <fo{\\i1}nt>c {{\\x}\\y}\n"
            .getBytes(UTF_8), // a finding: what was omitted left markup
        "WEBVTT\n\nNOTE x\n\nid\n00:01.000 --> 00:02.000 line:0\n<v Ann>a</v>&lt;\n"
            .getBytes(UTF_8),
        new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '1', '\r', '\r'});
  }

  @Override
  public void parse(byte[] input) {
    check(input, true);
    check(input, false);
  }

  private static void check(byte[] input, boolean subRip) {
    byte[] written;
    try {
      written =
          (subRip ? CaptionFile.parseSubRip(input) : CaptionFile.parseWebVtt(input)).toWebVtt();
    } catch (DomainException e) {
      return;
    }
    byte[] again = CaptionFile.parseWebVtt(written).toWebVtt();
    require(Arrays.equals(written, again), "captions that change when they are read again");
    require(!new String(written, UTF_8).contains("<script"), "markup of HTML");
  }

  @Override
  public long maxAllocation() {
    // The fuzzer's hooks of regular expressions allocate a hundred times what the readers do: 4.5
    // MB
    // for 408 bytes, for which they take 41 KB without it.
    return 128 << 20;
  }
}
