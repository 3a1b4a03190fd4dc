package io.sealcast.vault;

/** The 256 random bits that seal one session's response chunks with AES-256-GCM. */
public final class ResponseKey implements AutoCloseable {
  static final int LENGTH = 32;

  private final byte[] bits;

  ResponseKey(byte[] bits) {
    this.bits = bits;
  }

  byte[] bits() {
    return bits;
  }

  /** A copy to hand to a consumer that opens its chunks itself. */
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
