package io.sealcast.vault;

/** The key that seals the response chunks of one session, 256 random bits. */
public final class ResponseKey implements AutoCloseable {
  static final int LENGTH = 32;

  private final byte[] bits;

  ResponseKey(byte[] bits) {
    this.bits = bits;
  }

  byte[] bits() {
    return bits;
  }

  /** Returns a copy for a consumer that decrypts its chunks itself. */
  public byte[] export() {
    return bits.clone();
  }

  @Override
  public void close() {
    java.util.Arrays.fill(bits, (byte) 0);
  }

  @Override
  public String toString() {
    return "ResponseKey[hidden]";
  }
}
