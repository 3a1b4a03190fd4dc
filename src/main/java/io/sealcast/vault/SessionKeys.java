package io.sealcast.vault;

import java.util.Arrays;
import java.util.Optional;

/**
 * The keys of a stream session: the video's data key and the random key that seals response chunks.
 */
public record SessionKeys(DataKey dataKey, ResponseKey responseKey) implements AutoCloseable {
  private static final int LENGTH = DataKey.LENGTH + ResponseKey.LENGTH;

  /** Returns both keys as one array, which the caller wipes. */
  byte[] bytes() {
    byte[] bytes = Arrays.copyOf(dataKey.bits(), LENGTH);
    System.arraycopy(responseKey.bits(), 0, bytes, DataKey.LENGTH, ResponseKey.LENGTH);
    return bytes;
  }

  /** Reads {@link #bytes} and wipes the array. Returns empty when it has another length. */
  static Optional<SessionKeys> of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      return Optional.empty();
    }
    DataKey dataKey = new DataKey(Arrays.copyOf(bytes, DataKey.LENGTH));
    ResponseKey responseKey = new ResponseKey(Arrays.copyOfRange(bytes, DataKey.LENGTH, LENGTH));
    Arrays.fill(bytes, (byte) 0);
    return Optional.of(new SessionKeys(dataKey, responseKey));
  }

  @Override
  public void close() {
    dataKey.close();
    responseKey.close();
  }
}
