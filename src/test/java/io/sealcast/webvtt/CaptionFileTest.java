package io.sealcast.webvtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CaptionFileTest {
  private static final String SRT =
      """
      1
      00:00:01,000 --> 00:00:02,500
      <font color="red">Grüße</font> & <I>mehr</I>

      2
      00:00:03,5 --> 0:0:4,000  X1:0 X2:100
      {\\an8}a < b
      zweite Zeile
      """;

  private static final String SRT_AS_WEBVTT =
      """
      WEBVTT

      00:00:01.000 --> 00:00:02.500
      Grüße &amp; <i>mehr</i>

      00:00:03.500 --> 00:00:04.000
      a &lt; b
      zweite Zeile
      """;

  private static String subRip(String text) {
    return subRip(text.getBytes(UTF_8));
  }

  private static String subRip(byte[] bytes) {
    return new String(CaptionFile.parseSubRip(bytes).toWebVtt(), UTF_8);
  }

  private static String webVtt(String text) {
    return new String(CaptionFile.parseWebVtt(text.getBytes(UTF_8)).toWebVtt(), UTF_8);
  }

  private static void refuses(ThrowingCallable parsing, String message) {
    assertThatThrownBy(parsing)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CAPTIONS))
        .hasMessageStartingWith(message);
  }

  @Test
  void subRipBecomesWebVtt() {
    assertThat(subRip(SRT)).isEqualTo(SRT_AS_WEBVTT);
  }

  @Test
  void lineEndsAndAByteOrderMarkDontMatter() {
    assertThat(subRip("\uFEFF" + SRT.replace("\n", "\r\n"))).isEqualTo(SRT_AS_WEBVTT);
    assertThat(subRip(SRT.replace("\n", "\r") + "\r\r\r")).isEqualTo(SRT_AS_WEBVTT);
    assertThat(subRip("\n\n" + SRT.strip())).isEqualTo(SRT_AS_WEBVTT);
    assertThat(webVtt("\uFEFF" + SRT_AS_WEBVTT.replace("\n", "\r\n"))).isEqualTo(SRT_AS_WEBVTT);
  }

  @Test
  void ofWebVttOnlyTheCuesAreKept() {
    assertThat(
            webVtt(
                """
                WEBVTT - a title
                Kind: captions

                NOTE
                a comment

                STYLE
                ::cue { background-image: url(https://example.org/x) }

                REGION
                id:a

                intro
                01:02.500 --> 1000:00:04.000 line:0 align:start region:a onclick:alert(1)
                <v Ann>Hello</v> <c.loud>there</c>
                """))
        .isEqualTo(
            """
            WEBVTT

            00:01:02.500 --> 1000:00:04.000 line:0 align:start
            <v Ann>Hello</v> <c.loud>there</c>
            """);
  }

  @Test
  void markupThatWebVttDoesNotHaveIsText() {
    assertThat(
            webVtt(
                """
                WEBVTT

                00:01.000 --> 00:02.000
                <script>alert(1)</script><img src=x onerror=alert(1)> &lt; &copy; <b>b</b>
                <{\\i1}script>
                """))
        .contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &lt; "
                + "&amp;copy; <b>b</b>\n&lt;script&gt;\n");
  }

  @Test
  void markupInMarkupIsOmittedAsAWhole() {
    String once =
        webVtt("WEBVTT\n\n00:01.000 --> 00:02.000\na{\\i{\\an8}1}b <fo{\\i1}nt>c{{\\x}\\y}\n");
    assertThat(once).endsWith("\nab c\n");
    assertThat(webVtt(once)).isEqualTo(once);
    assertThat(webVtt("WEBVTT\n\n00:01.000 --> 00:02.000\n{no} } > {\\" + "x".repeat(220) + "}\n"))
        .contains("{no} } &gt; {\\xx");
  }

  @Test
  void timesOfSingleWordsAreNotShown() {
    assertThat(webVtt("WEBVTT\n\n00:16.500 --> 00:18.500\nWhen <00:17.500><c>the</c> moon\n"))
        .endsWith("\nWhen <c>the</c> moon\n");
  }

  /** Automatic captions have such lines. */
  @Test
  void aLineOfSpacesEndsNoCueOfWebVtt() {
    assertThat(
            webVtt(
                "WEBVTT\n\n00:01.000 --> 00:02.000\n \nhi\n\n"
                    + "0:00:02.000-->0:00:03.000\nx\n \n00:03.000 --> 00:04.000\ny\n"))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            hi

            00:00:02.000 --> 00:00:03.000
            x

            00:00:03.000 --> 00:00:04.000
            y
            """);
  }

  @Test
  void whatFfmpegConvertedMayHaveEmptyLines() {
    String converted =
        "WEBVTT\n\n00:01.000 --> 00:02.000\none\n\ntwo\n\n00:02.000 --> 00:03.000\n\nthree\n\n";
    CaptionFile file = CaptionFile.parseConverted(converted.getBytes(UTF_8));
    assertThat(file.cues()).extracting(Cue::text).containsExactly("one\ntwo", "three");
    refuses(() -> CaptionFile.parseConverted("WEBVTT\n\n7\n".getBytes(UTF_8)), "Line 3: times");
  }

  @Test
  void whatNobodyCouldSeeIsOmitted() {
    assertThat(
            subRip(
                """
                1
                00:00:01,000 --> 00:00:01,000
                for no time

                2
                00:00:02,000 --> 00:00:03,000
                {\\an8}

                3
                00:00:04,000 --> 00:00:05,000
                {\\an8}
                seen
                """))
        .isEqualTo("WEBVTT\n\n00:00:04.000 --> 00:00:05.000\nseen\n");
  }

  @Test
  void cuesAreSortedAndMoved() {
    CaptionFile file =
        CaptionFile.parseSubRip(
            """
            2
            00:00:05,000 --> 00:00:06,000
            late

            1
            00:00:01,000 --> 00:00:03,000
            early

            00:00:00,500 --> 00:00:02,000
            earlier
            """
                .getBytes(UTF_8));
    assertThat(new String(file.shiftedBy(-2000).toWebVtt(), UTF_8))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:01.000
            early

            00:00:03.000 --> 00:00:04.000
            late
            """);
  }

  @Test
  void whatCannotBeReadIsRefusedWithItsLine() {
    refuses(() -> webVtt("WEBVTX"), "Line 1: a WebVTT file begins with WEBVTT.");
    refuses(() -> webVtt(""), "Line 1: ");
    refuses(
        () -> webVtt("WEBVTT\n\n00:01.000 -> 00:02.000\nx\n"),
        "Line 4: times such as 00:01:02.500");
    refuses(() -> webVtt("WEBVTT\n\n00:01,000 --> 00:02,000\nx\n"), "Line 3: times");
    refuses(
        () -> webVtt("WEBVTT\n\n00:03.000 --> 00:02.000\nx\n"),
        "Line 3: the caption ends before it begins.");
    refuses(
        () -> webVtt("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny\n"),
        "Line 5: a blank line is missing");
    refuses(() -> subRip("1\n00:00:01,000 --> 00:00:02,000\nx\n\nlost\n"), "Line 5: times");
    refuses(() -> subRip("hello"), "Line 1: times such as 00:01:02,500");
    refuses(() -> subRip("1"), "Line 1: times");
  }

  @Test
  void anotherEncodingIsRefusedWithItsLine() {
    refuses(
        () -> subRip(SRT.getBytes(ISO_8859_1)),
        "Line 3: a character isn't UTF-8. Save the file as UTF-8.");
    refuses(() -> subRip(SRT.getBytes(UTF_16LE)), "Line 1: a character isn't UTF-8.");
    refuses(() -> subRip(new byte[] {'1', '\n', (byte) 0xc3}), "Line 2: a character isn't UTF-8.");
  }

  /** A pattern that backtracks would take hours. */
  @Test
  @Timeout(10)
  void longLinesAreReadInTheirTime() {
    String spaces = " ".repeat(CaptionFile.MAX_BYTES - 100);
    assertThat(webVtt("WEBVTT\n\n00:01.000 --> 00:02.000" + spaces + "x\nx")).contains("x");
    refuses(() -> webVtt("WEBVTT\n\n" + spaces + "x --> y"), "Line 3");
    refuses(() -> subRip("0:0:1,0" + spaces + "--> x"), "Line 1");
    String open = "<v ".repeat(CaptionFile.MAX_BYTES / 4);
    assertThat(webVtt("WEBVTT\n\n00:01.000 --> 00:02.000\n" + open)).contains("&lt;v &lt;v");
  }

  @Test
  void plainTextNeverBecomesMarkupOrTimes() {
    Cue cue = Cue.ofPlainText(0, 1000, "<b>&lt;</b> & 00:01.000 --> 00:02.000");
    assertThat(cue.text())
        .isEqualTo("&lt;b&gt;&amp;lt;&lt;/b&gt; &amp; 00:01.000 --&gt; 00:02.000");
    assertThat(CaptionFile.parseWebVtt(WebVttWriter.write(List.of(cue))).cues())
        .containsExactly(cue);
  }
}
