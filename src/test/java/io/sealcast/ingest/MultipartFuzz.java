package io.sealcast.ingest;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.fuzz.FuzzTarget;
import io.sealcast.problem.DomainException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A body of parts is read the same in whatever pieces it arrives, has no more bytes than were sent,
 * and its only exception is {@link DomainException}; so is that of the form's fields.
 */
public final class MultipartFuzz implements FuzzTarget {
  private static final String BOUNDARY = "b";

  @Override
  public String name() {
    return "multipart";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        text(
            "--b\r\nContent-Disposition: form-data; name=\"encryption_key\"\r\n\r\na long key\r\n"
                + "--b\r\nContent-Disposition: form-data; name=title\r\n\r\nA title\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22.mp4\"\r\n"
                + "Content-Type: video/mp4\r\n\r\n\r\n-\r\n--\r\n--b--\r\n"),
        text(
            "--b\r\nContent-Disposition: form-data; name=\"file\";\r\n filename*=UTF-8''na%C3%AF.mp4"
                + "\r\n\r\nx\r\n--b--"),
        text("preamble\r\n--b\r\n\r\n\r\n--b--"));
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void parse(byte[] input) throws IOException {
    List<String> whole = read(new ByteArrayInputStream(input), input.length);
    List<String> slow = read(new OneByteStream(input), input.length);
    require(whole.equals(slow), "it depends on how the bytes arrive");
    fields(input);
  }

  private static List<String> read(InputStream body, int sent) throws IOException {
    List<String> read = new ArrayList<>();
    long bytes = 0;
    try {
      MultipartReader reader = new MultipartReader(body, BOUNDARY);
      for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
        byte[] content = part.get().body().readAllBytes();
        bytes += content.length;
        read.add(part.get().name() + '\0' + part.get().filename() + '\0' + hash(content));
      }
    } catch (DomainException e) {
      read.add(e.code().code());
    }
    require(bytes <= sent, "more bytes than were sent");
    return read;
  }

  private static String hash(byte[] content) {
    return content.length + ":" + java.util.Arrays.hashCode(content);
  }

  private static void fields(byte[] input) throws IOException {
    try (UploadForm form = new UploadForm()) {
      MultipartReader reader = new MultipartReader(new ByteArrayInputStream(input), BOUNDARY);
      for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
        form.take(part.get());
      }
      form.encryptionKey();
    } catch (DomainException e) {
      // that is how a form is refused
    }
  }

  @Override
  public long maxAllocation() {
    // Three readers with buffers of their own, and buffers for each of 32 parts. The fuzzer's hooks
    // allocate more than these: 16.9 MB for an input that takes 0.9 MB without it.
    return 32 << 20;
  }

  /** Delivers one byte with each call. */
  private static final class OneByteStream extends FilterInputStream {
    OneByteStream(byte[] bytes) {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return super.read(target, offset, Math.min(length, 1));
    }
  }
}
