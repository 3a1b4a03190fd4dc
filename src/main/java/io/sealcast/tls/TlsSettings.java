package io.sealcast.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code SEALCAST_TLS_…} and {@code SEALCAST_HTTPS_PORT}. TLS is on when a certificate
 * or a key store is set.
 *
 * @param certificate PEM file with the certificate and those of its issuers; null with a key store
 * @param privateKey PEM file with the key in PKCS#8; null with a key store
 * @param privateKeyPassword file with the password of an encrypted private key
 * @param keystore PKCS#12 file instead of the two PEM files
 * @param keystorePassword file with the password of the key store
 * @param port 1 to 65535
 */
public record TlsSettings(
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @Nullable Path privateKeyPassword,
    @Nullable Path keystore,
    @Nullable Path keystorePassword,
    int port) {
  static final String CERTIFICATE = "SEALCAST_TLS_CERTIFICATE";
  static final String PRIVATE_KEY = "SEALCAST_TLS_PRIVATE_KEY";
  static final String PRIVATE_KEY_PASSWORD = "SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE";
  static final String KEYSTORE = "SEALCAST_TLS_KEYSTORE";
  static final String KEYSTORE_PASSWORD = "SEALCAST_TLS_KEYSTORE_PASSWORD_FILE";
  static final String PORT = "SEALCAST_HTTPS_PORT";

  /** Chains have a few kilobytes; whatever is larger was named by mistake. */
  private static final long MOST_BYTES = 1 << 20;

  private static final int DEFAULT_PORT = 8443;

  /**
   * Reads the settings.
   *
   * @param settings returns the value of an environment variable, or null
   * @return empty when TLS is off
   * @throws TlsSettingException when settings are invalid or don't go together
   */
  public static Optional<TlsSettings> of(UnaryOperator<@Nullable String> settings) {
    TlsSettings found =
        new TlsSettings(
            path(settings, CERTIFICATE),
            path(settings, PRIVATE_KEY),
            path(settings, PRIVATE_KEY_PASSWORD),
            path(settings, KEYSTORE),
            path(settings, KEYSTORE_PASSWORD),
            port(settings.apply(PORT)));
    found.requireWhole();
    return found.certificate == null && found.keystore == null
        ? Optional.empty()
        : Optional.of(found);
  }

  private void requireWhole() {
    if (certificate != null && keystore != null) {
      throw new TlsSettingException(
          CERTIFICATE + " and " + KEYSTORE + " are both set: keep one of them");
    }
    require(CERTIFICATE, certificate, PRIVATE_KEY, privateKey);
    require(PRIVATE_KEY, privateKey, CERTIFICATE, certificate);
    require(PRIVATE_KEY_PASSWORD, privateKeyPassword, PRIVATE_KEY, privateKey);
    require(KEYSTORE, keystore, KEYSTORE_PASSWORD, keystorePassword);
    require(KEYSTORE_PASSWORD, keystorePassword, KEYSTORE, keystore);
  }

  private static void require(
      String name, @Nullable Path value, String needed, @Nullable Path other) {
    if (value != null && other == null) {
      throw new TlsSettingException(name + " is set and " + needed + " is not: it needs both");
    }
  }

  private static @Nullable Path path(UnaryOperator<@Nullable String> settings, String name) {
    String value = settings.apply(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Path.of(value.strip());
    } catch (InvalidPathException e) {
      throw new TlsSettingException(name + " must be the name of a file");
    }
  }

  private static int port(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return DEFAULT_PORT;
    }
    try {
      int port = Integer.parseInt(value.strip());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // the sentence below says what is expected
    }
    throw new TlsSettingException(PORT + " must be a port number from 1 to 65535");
  }

  /**
   * Reads the files and checks them.
   *
   * @throws TlsSettingException when a file can't be read or used, or when they don't match
   */
  public ServerCertificate load() {
    if (keystore != null) {
      return KeyStoreFile.read(
          read(KEYSTORE, keystore),
          password(KEYSTORE_PASSWORD, Objects.requireNonNull(keystorePassword)));
    }
    char[] password =
        privateKeyPassword == null ? null : password(PRIVATE_KEY_PASSWORD, privateKeyPassword);
    return ServerCertificate.of(
            PemFiles.privateKey(read(PRIVATE_KEY, Objects.requireNonNull(privateKey)), password),
            PemFiles.certificates(read(CERTIFICATE, Objects.requireNonNull(certificate))))
        .orElseThrow(
            () ->
                new TlsSettingException(
                    "The key in "
                        + PRIVATE_KEY
                        + " doesn't belong to the certificate in "
                        + CERTIFICATE));
  }

  /**
   * Returns a hash of all files, which changes when one of them does.
   *
   * @throws TlsSettingException when a file can't be read
   */
  String fingerprint() {
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      MessageDigest one = MessageDigest.getInstance("SHA-256");
      // the hash of each file has a fixed length, so that bytes can't move from one to the next
      files().forEach((name, file) -> all.update(one.digest(read(name, file))));
      return HexFormat.of().formatHex(all.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    put(files, CERTIFICATE, certificate);
    put(files, PRIVATE_KEY, privateKey);
    put(files, PRIVATE_KEY_PASSWORD, privateKeyPassword);
    put(files, KEYSTORE, keystore);
    put(files, KEYSTORE_PASSWORD, keystorePassword);
    return files;
  }

  private static void put(Map<String, Path> files, String name, @Nullable Path file) {
    if (file != null) {
      files.put(name, file);
    }
  }

  /** Returns the content of a password file without the end of its line. */
  private static char[] password(String name, Path file) {
    return new String(read(name, file), StandardCharsets.UTF_8).stripTrailing().toCharArray();
  }

  private static byte[] read(String name, Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new TlsSettingException(name + " names " + file + ", which is too large");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      String reason = Files.exists(file) ? "which can't be read" : "which doesn't exist";
      throw new TlsSettingException(name + " names " + file + ", " + reason);
    }
  }
}
