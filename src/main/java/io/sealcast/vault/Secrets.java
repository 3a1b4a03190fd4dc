package io.sealcast.vault;

import java.security.SecureRandom;

/** Random bits from the system's secure source. */
final class Secrets {
  static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
