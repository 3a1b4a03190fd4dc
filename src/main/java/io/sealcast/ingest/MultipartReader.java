package io.sealcast.ingest;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * Reads the parts of {@code multipart/form-data} (RFC 7578) as they arrive. It buffers parts
 * neither in memory nor in temporary files, as the parsers of servers do. Not thread-safe.
 */
final class MultipartReader {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_PARTS = 32;
  private static final int MAX_HEADERS = 8 * 1024;

  private final MultipartInput input;
  private int parts;
  private boolean ended;

  /**
   * @param boundary the parameter {@code boundary} of the content type
   * @throws DomainException BAD_REQUEST for an invalid boundary
   */
  MultipartReader(InputStream body, String boundary) throws IOException {
    try {
      input =
          MultipartInput.builder()
              .setInputStream(body)
              .setBufferSize(BUFFER)
              .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
              .setMaxPartHeaderSize(MAX_HEADERS)
              .get();
    } catch (IllegalArgumentException e) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The multipart boundary can't be used.");
    }
    // ISO 8859-1 preserves every byte, whereas a decoder of UTF-8 would replace invalid ones
    input.setHeaderCharset(StandardCharsets.ISO_8859_1);
  }

  /**
   * Returns the next part, or empty after the last. The unread rest of the previous part is
   * skipped.
   *
   * @throws DomainException UPLOAD_INCOMPLETE when the body breaks off
   */
  Optional<Part> next() {
    if (ended) {
      return Optional.empty();
    }
    try {
      boolean more = parts == 0 ? input.skipPreamble() : input.readBoundary();
      if (!more) {
        ended = true;
        if (parts == 0) {
          // for an empty body the parser can't tell a missing closing boundary from a broken
          // connection
          throw new DomainException(ErrorCode.BAD_REQUEST, "The body has no parts.");
        }
        return Optional.empty();
      }
      if (++parts > MAX_PARTS) {
        throw new DomainException(ErrorCode.BAD_REQUEST, "The body has too many parts.");
      }
      PartHeaders headers =
          PartHeaders.parse(input.readHeaders().getBytes(StandardCharsets.ISO_8859_1));
      return Optional.of(
          new Part(headers.name(), headers.filename(), new Body(input.newInputStream())));
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private static DomainException brokenOff(IOException e) {
    if (e instanceof FileUploadSizeException) {
      return new DomainException(ErrorCode.BAD_REQUEST, "A part's headers are too long.");
    }
    return new DomainException(ErrorCode.UPLOAD_INCOMPLETE, e);
  }

  /**
   * Marks failures of the request's stream, so that a reader can tell a lost client from a failure
   * of the storage.
   */
  private static final class Body extends FilterInputStream {
    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException e) {
        throw brokenOff(e);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      try {
        return in.read(target, offset, length);
      } catch (IOException e) {
        throw brokenOff(e);
      }
    }
  }
}
