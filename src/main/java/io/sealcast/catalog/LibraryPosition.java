package io.sealcast.catalog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in the library, which is sorted by upload time and id: directly after a given video.
 * It remains valid when videos are added or deleted, even that video.
 *
 * @param createdAt upload time of the video in whole microseconds, the resolution of the database
 * @param id id of the video
 */
record LibraryPosition(Instant createdAt, long id) {
  private static final int BYTES = 2 * Long.BYTES;
  private static final long END_OF_9999 = 253_402_300_799_999_999L;

  /** Returns the position after a stored video. */
  static LibraryPosition behind(VideoFile video) {
    return new LibraryPosition(video.getCreatedAt(), video.getId());
  }

  /** Returns the opaque cursor that callers get and send back. */
  String cursor() {
    byte[] bytes = ByteBuffer.allocate(BYTES).putLong(micros(createdAt)).putLong(id).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** ChronoUnit.MICROS.between counts nanoseconds, which overflow in 2262. */
  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }

  /** Parses a cursor of {@link #cursor}; returns empty for any other text. */
  static Optional<LibraryPosition> parse(String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long micros = buffer.getLong();
    long id = buffer.getLong();
    if (micros < 0 || micros > END_OF_9999 || id < 1) {
      return Optional.empty();
    }
    LibraryPosition position =
        new LibraryPosition(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), id);
    return position.cursor().equals(cursor) ? Optional.of(position) : Optional.empty();
  }
}
