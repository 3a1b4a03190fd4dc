package io.sealcast.vault;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The public part of an instance's key pair: X25519 (RFC 7748), 32 bytes. */
public final class PublicInstanceKey {
  static final int LENGTH = 32;
  static final int ID_LENGTH = 8;

  /** What precedes the 32 bytes in a SubjectPublicKeyInfo of X25519 (RFC 8410). */
  private static final byte[] INFO_PREFIX = HexFormat.of().parseHex("302a300506032b656e032100");

  private final byte[] bytes;
  private final PublicKey key;

  private PublicInstanceKey(byte[] bytes, PublicKey key) {
    this.bytes = bytes;
    this.key = key;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException when the bytes aren't a key
   */
  public static PublicInstanceKey of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("an X25519 key has " + LENGTH + " bytes");
    }
    byte[] info = Arrays.copyOf(INFO_PREFIX, INFO_PREFIX.length + LENGTH);
    System.arraycopy(bytes, 0, info, INFO_PREFIX.length, LENGTH);
    try {
      PublicKey key = KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(info));
      return new PublicInstanceKey(bytes.clone(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an X25519 key", e);
    }
  }

  static PublicInstanceKey of(PublicKey key) {
    byte[] info = key.getEncoded();
    return new PublicInstanceKey(Arrays.copyOfRange(info, INFO_PREFIX.length, info.length), key);
  }

  /** Returns the 32 bytes of the key. */
  public byte[] bytes() {
    return bytes.clone();
  }

  PublicKey key() {
    return key;
  }

  /** Returns the first 8 bytes of the key's SHA-256, by which a recipient finds its part. */
  byte[] id() {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Arrays.copyOf(hash, ID_LENGTH);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks SHA-256", e);
    }
  }

  /** Returns the key in hex, for associated data. */
  String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicInstanceKey o && Arrays.equals(bytes, o.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "PublicInstanceKey[" + hex() + "]";
  }
}
