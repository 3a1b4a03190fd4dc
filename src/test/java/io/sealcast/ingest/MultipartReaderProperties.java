package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MultipartReaderProperties {
  private static final String BOUNDARY = "----sealcast7MA4YWxk";

  record Sent(String name, String filename, byte[] body) {}

  @Provide
  Arbitrary<List<Sent>> forms() {
    // bodies with many characters of boundaries
    Arbitrary<byte[]> bodies =
        Arbitraries.of((byte) '\r', (byte) '\n', (byte) '-', (byte) 's', (byte) 0, (byte) 0xff)
            .list()
            .ofMaxSize(300)
            .map(MultipartReaderProperties::bytes);
    Arbitrary<byte[]> large =
        Arbitraries.integers()
            .between(60_000, 140_000)
            .map(n -> "x\r\n--".repeat(n / 5).getBytes(StandardCharsets.US_ASCII));
    Arbitrary<String> names = Arbitraries.of("file", "encryption_key", "title", "other");
    Arbitrary<String> filenames =
        Arbitraries.of(
            null, "", "a b.mp4", "ünïcode 🎬.mp4", "../../etc/passwd", "quo\"te.mp4", "a;b=c.mp4");
    return Combinators.combine(
            names,
            filenames,
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, bodies), net.jqwik.api.Tuple.of(1, large)))
        .as(Sent::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** What a sender may append to a boundary. */
  @Provide
  Arbitrary<String> paddings() {
    return Arbitraries.of("", " ", "\t ");
  }

  @Property(tries = 300)
  void readsEveryPartAsItWasSentInAnyOrder(
      @ForAll("forms") List<Sent> form, @ForAll("paddings") String padding) throws IOException {
    byte[] body = encode(form, padding);
    MultipartReader reader = new MultipartReader(new ByteArrayInputStream(body), BOUNDARY);
    List<Sent> read = new ArrayList<>();
    for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
      Part p = part.get();
      read.add(new Sent(p.name(), p.filename(), p.body().readAllBytes()));
    }
    assertThat(comparable(read)).isEqualTo(comparable(form));
  }

  /**
   * Converts parts for the comparison: a recursive comparison by reflection took most of a minute.
   */
  private static List<List<Object>> comparable(List<Sent> parts) {
    return parts.stream()
        .map(p -> Arrays.<Object>asList(p.name(), p.filename(), ByteBuffer.wrap(p.body())))
        .toList();
  }

  @Property(tries = 300)
  void noticesABodyThatBreaksOffAnywhere(
      @ForAll("forms") List<Sent> form,
      @ForAll @net.jqwik.api.constraints.DoubleRange(min = 0, max = 1) double where)
      throws IOException {
    byte[] whole = encode(form, "");
    // only the last four bytes, "--" and CRLF, mark the end
    int cut = (int) (where * (whole.length - 4));
    InputStream body = new ByteArrayInputStream(whole, 0, cut);
    assertThatThrownBy(
            () -> {
              MultipartReader reader = new MultipartReader(body, BOUNDARY);
              for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
                part.get().body().readAllBytes();
              }
            })
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isIn(ErrorCode.UPLOAD_INCOMPLETE, ErrorCode.BAD_REQUEST));
  }

  private static byte[] encode(List<Sent> form, String padding) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Sent sent : form) {
      StringBuilder head = new StringBuilder("--" + BOUNDARY + padding + "\r\n");
      head.append("Content-Disposition: form-data; name=\"").append(sent.name()).append('"');
      if (sent.filename() != null) {
        head.append("; filename=\"").append(sent.filename().replace("\"", "%22")).append('"');
      }
      head.append("\r\nContent-Type: application/octet-stream\r\n\r\n");
      out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      out.writeBytes(sent.body());
      out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  private static byte[] bytes(List<Byte> list) {
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = list.get(i);
    }
    return bytes;
  }
}
