package io.sealcast.range;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the header {@code Range} (RFC 9110, section 14.2). Only a single range of bytes is
 * supported.
 */
public final class RangeHeader {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=[ \t]*(\\d*)-(\\d*)[ \t]*", Pattern.CASE_INSENSITIVE);

  private static final int DIGITS_OF_A_LONG = 18;

  private RangeHeader() {}

  /**
   * Parses the header.
   *
   * @param header value of the header, or null
   * @param size length of the object in bytes
   * @return the range, or empty when the whole object has to be sent: without a header, for other
   *     units, an invalid header, or several ranges, which a server may ignore
   * @throws DomainException RANGE_NOT_SATISFIABLE for a range outside of the object
   */
  public static Optional<ByteRange> parse(@Nullable String header, long size) {
    Matcher m = header == null ? null : SINGLE.matcher(header.trim());
    if (m == null || !m.matches()) {
      return Optional.empty();
    }
    String first = m.group(1);
    String last = m.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? Optional.empty() : Optional.of(suffix(number(last), size));
    }
    long from = number(first);
    long to = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
    if (!last.isEmpty() && number(last) < from) {
      return Optional.empty(); // RFC 9110, 14.1.1: invalid, not unsatisfiable
    }
    if (from >= size) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    return Optional.of(new ByteRange(from, to));
  }

  /** Parses a number of any length. A number beyond {@link Long#MAX_VALUE} yields that. */
  private static long number(String digits) {
    return digits.length() > DIGITS_OF_A_LONG ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  private static ByteRange suffix(long length, long size) {
    if (length == 0 || size == 0) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    return new ByteRange(Math.max(0, size - length), size - 1);
  }
}
