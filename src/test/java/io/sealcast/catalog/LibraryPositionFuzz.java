package io.sealcast.catalog;

import static io.sealcast.fuzz.Laws.require;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealcast.fuzz.FuzzTarget;
import java.time.Instant;
import java.util.List;

/** A cursor is one that was given out, or none. */
public final class LibraryPositionFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "cursor";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        new LibraryPosition(Instant.EPOCH, 1).cursor().getBytes(ISO_8859_1),
        new LibraryPosition(Instant.parse("9999-12-31T23:59:59Z"), Long.MAX_VALUE)
            .cursor()
            .getBytes(ISO_8859_1));
  }

  @Override
  public void parse(byte[] input) {
    String text = new String(input, ISO_8859_1);
    LibraryPosition.parse(text)
        .ifPresent(position -> require(position.cursor().equals(text), "another cursor"));
  }
}
