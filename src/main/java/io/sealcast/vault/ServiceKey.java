package io.sealcast.vault;

import io.sealcast.container.Hkdf;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The 256 bits that all instances of a deployment share, outside the database; what seals data keys
 * in transit is derived of it. From {@code sealcast.service-key} (Base64) or else from the file
 * {@code sealcast.service-key.file}, which is made once where it is missing.
 */
@ApplicationScoped
class ServiceKey {
  static final int LENGTH = 32;

  private final byte[] bits;

  /** For the container's proxies only. */
  protected ServiceKey() {
    bits = null;
  }

  @Inject
  ServiceKey(
      @ConfigProperty(name = "sealcast.service-key") Optional<String> base64,
      @ConfigProperty(name = "sealcast.service-key.file", defaultValue = ".data/service.key")
          String file) {
    this(base64.filter(s -> !s.isBlank()).map(ServiceKey::decode).orElseGet(() -> fromFile(file)));
  }

  ServiceKey(byte[] bits) {
    if (bits.length != LENGTH) {
      throw new IllegalStateException(
          "The service key must have 256 bits, 44 characters of Base64");
    }
    this.bits = bits;
  }

  /** 256 bits for one purpose and id. */
  byte[] derive(byte[] info) {
    return Hkdf.derive(bits, new byte[0], info, LENGTH);
  }

  private static byte[] fromFile(String file) {
    try {
      return decode(ServiceKeyFile.readOrCreate(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("The service key file can't be read or made", e);
    }
  }

  static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.strip().getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      // without the cause, which may quote from the key
      throw new IllegalStateException("The service key isn't Base64");
    }
  }
}
