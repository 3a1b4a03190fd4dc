package io.sealcast.tls;

import io.sealcast.storage.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The files by which Liberty learns about the certificate, in a directory for the server's own user
 * only: {@code tls.xml}, which {@code server.xml} includes when it is there; {@code key.p12}, which
 * Liberty reads again when it changes; and the random password of the latter. Liberty watches both
 * files, so that they take effect in a running server.
 */
public final class LibertyTlsFiles {
  private static final Pattern PASSWORD = Pattern.compile("[0-9a-f]{48}");
  private static final int PASSWORD_BYTES = 24;

  /**
   * TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only (RFC 9325, section 4.2).
   * Failed handshakes aren't logged: strangers cause them, each with a stack trace. HTTP/1.1 as
   * without TLS: over TLS, browsers would otherwise take HTTP/2, for which the limits on slow and
   * silent clients aren't made.
   */
  private static final String CONFIGURATION =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- written by Sealcast when it starts with SEALCAST_TLS_..., deleted when it starts without -->
      <server>
        <variable name="tls.listener.port" value="%d"/>
        <keyStore id="sealcastTls" type="PKCS12" location="${server.output.dir}/tls/key.p12"
            password="%s" readOnly="true" updateTrigger="polled" pollingRate="2s"/>
        <ssl id="sealcastTls" keyStoreRef="sealcastTls" sslProtocol="TLSv1.2,TLSv1.3"
            enabledCiphers="TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256 TLS_CHACHA20_POLY1305_SHA256
              TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
              TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
              TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"/>
        <httpEndpoint id="defaultHttpEndpoint" protocolVersion="http/1.1">
          <sslOptions sslRef="sealcastTls" suppressHandshakeErrors="true"/>
        </httpEndpoint>
      </server>
      """;

  private final Path directory;

  /**
   * @param directory {@code tls} in Liberty's output directory
   */
  public LibertyTlsFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes Liberty listen on the port with the certificate.
   *
   * @param port 1 to 65535
   */
  public void write(ServerCertificate certificate, int port) throws IOException {
    OwnerOnly.createDirectories(directory);
    String password = password();
    replace("key.p12", KeyStoreFile.write(certificate, password.toCharArray()));
    String configuration = String.format(Locale.ROOT, CONFIGURATION, port, password);
    replace("tls.xml", configuration.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes Liberty use another certificate on the same port, after {@link #write}. */
  public void replace(ServerCertificate certificate) throws IOException {
    replace("key.p12", KeyStoreFile.write(certificate, password().toCharArray()));
  }

  /** Deletes what a former start with TLS has left. */
  public void delete() throws IOException {
    for (String name : new String[] {"tls.xml", "key.p12", "password"}) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  /**
   * Returns the password of the key store. The one of the former start is kept: Liberty has already
   * read it when the application starts.
   */
  private String password() throws IOException {
    Path file = directory.resolve("password");
    if (Files.exists(file)) {
      String former = Files.readString(file, StandardCharsets.US_ASCII);
      if (PASSWORD.matcher(former).matches()) {
        return former;
      }
    }
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    replace("password", password.getBytes(StandardCharsets.US_ASCII));
    return password;
  }

  /** Replaces a file atomically, so that Liberty never reads half of it. */
  private void replace(String name, byte[] content) throws IOException {
    Path draft = directory.resolve(name + "." + UUID.randomUUID());
    try {
      try (FileChannel channel = OwnerOnly.createFile(draft)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(
          draft,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
