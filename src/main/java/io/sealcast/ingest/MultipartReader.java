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
 * Reads {@code multipart/form-data} part by part as it arrives. Nothing is kept: neither in memory
 * nor, as servers like to do, in a file.
 */
final class MultipartReader {
  private static final int BUFFER = 64 * 1024;
  private static final int MAX_PARTS = 32;
  private static final int MAX_HEADERS = 8 * 1024;

  private final MultipartInput input;
  private int parts;
  private boolean ended;

  /**
   * @param boundary as the content type names it
   * @throws DomainException BAD_REQUEST for a boundary that can't be
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
    // every byte as it came: a decoder of UTF-8 would replace what it doesn't know
    input.setHeaderCharset(StandardCharsets.ISO_8859_1);
  }

  /**
   * The next part; what is unread of the one before is skipped by its reader.
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
          // nothing at all: not even a closing boundary can be told from a broken body
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

  /** So that a reader can tell a client that went away from a disk that fails. */
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
