package io.sealcast.catalog;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in the library, which is listed by time and id: behind the video that was uploaded then.
 * It stays where it is, whatever is deleted or added around it, that video too.
 *
 * @param createdAt in whole microseconds, as the database counts
 * @param id of the video
 */
record LibraryPosition(Instant createdAt, long id) {
  private static final int BYTES = 2 * Long.BYTES;
  private static final long END_OF_9999 = 253_402_300_799_999_999L;

  /** Behind a video that the database knows. */
  static LibraryPosition behind(VideoFile video) {
    return new LibraryPosition(video.getCreatedAt(), video.getId());
  }

  /** The cursor: what a caller hands back, and needn't understand. */
  String cursor() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
            .putLong(id)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The position that {@link #cursor} names, or empty for any other text. */
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
