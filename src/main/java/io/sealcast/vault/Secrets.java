package io.sealcast.vault;

import java.security.SecureRandom;

/** Generates random bytes with the system's secure random source. */
final class Secrets {
  static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
