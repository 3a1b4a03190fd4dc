package io.sealcast.ingest;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the parts of {@code multipart/form-data} (RFC 7578) as they arrive. It buffers parts
 * neither in memory nor in temporary files, as the parsers of servers do. {@link #close()} wipes
 * its buffer. Not thread-safe.
 */
final class MultipartReader implements AutoCloseable {
  private static final int BUFFER = 128 * 1024;
  private static final int MAX_PARTS = 32;
  private static final int MAX_HEADERS = 8 * 1024;

  private final DelimitedInput input;
  private int parts;
  private boolean ended;

  /**
   * @param boundary the parameter {@code boundary} of the content type
   * @throws DomainException BAD_REQUEST for an invalid boundary
   */
  MultipartReader(InputStream body, String boundary) {
    try {
      input = new DelimitedInput(body, boundary, BUFFER);
    } catch (IllegalArgumentException e) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "The multipart boundary can't be used.");
    }
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
      if (!hasNext()) {
        ended = true;
        if (parts == 0) {
          throw new DomainException(ErrorCode.BAD_REQUEST, "The body has no parts.");
        }
        return Optional.empty();
      }
      if (++parts > MAX_PARTS) {
        throw new DomainException(ErrorCode.BAD_REQUEST, "The body has too many parts.");
      }
      PartHeaders headers = PartHeaders.parse(input.headers(MAX_HEADERS));
      return Optional.of(new Part(headers.name(), headers.filename(), new Body(input.content())));
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  @Override
  public void close() {
    input.wipe();
  }

  private boolean hasNext() throws IOException {
    try {
      return input.nextPart();
    } catch (DelimitedInput.MalformedBody e) {
      if (parts == 0) {
        // in a body without parts, a missing boundary can't be told from a broken connection
        return false;
      }
      throw e;
    }
  }

  private static DomainException brokenOff(IOException e) {
    if (e instanceof DelimitedInput.HeadersTooLong) {
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
