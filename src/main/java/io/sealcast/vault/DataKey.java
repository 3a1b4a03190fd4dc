package io.sealcast.vault;

import java.util.Arrays;

/** The 256 random bits that encrypt one video. Lives in memory only; {@link #close()} wipes it. */
public final class DataKey implements AutoCloseable {
  static final int LENGTH = 32;

  private final byte[] bits;

  /** Takes ownership of {@code bits}, 32 bytes. */
  DataKey(byte[] bits) {
    if (bits.length != LENGTH) {
      throw new IllegalArgumentException("a data key has 256 bits");
    }
    this.bits = bits;
  }

  byte[] bits() {
    return bits;
  }

  /** A copy with a life of its own. */
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
