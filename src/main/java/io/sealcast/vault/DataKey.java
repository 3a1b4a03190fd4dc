package io.sealcast.vault;

import java.util.Arrays;

/**
 * The key that encrypts the objects of one video, 256 random bits. It exists only in memory; {@link
 * #close()} wipes it.
 */
public final class DataKey implements AutoCloseable {
  static final int LENGTH = 32;

  private final byte[] bits;

  /** Creates a key from {@code bits}, 32 bytes, which it owns from now on. */
  DataKey(byte[] bits) {
    if (bits.length != LENGTH) {
      throw new IllegalArgumentException("a data key has 256 bits");
    }
    this.bits = bits;
  }

  byte[] bits() {
    return bits;
  }

  /** Returns a copy, which has to be closed separately. */
  public DataKey copy() {
    return new DataKey(bits.clone());
  }

  @Override
  public void close() {
    Arrays.fill(bits, (byte) 0);
  }

  @Override
  public String toString() {
    return "DataKey[hidden]";
  }
}
