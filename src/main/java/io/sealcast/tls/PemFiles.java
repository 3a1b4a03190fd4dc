package io.sealcast.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys in their textual encoding (RFC 7468): keys in PKCS#8, plain
 * or encrypted by PBES2 (RFC 8018). Blocks of other labels are passed over, so that a file may hold
 * both a key and certificates.
 */
final class PemFiles {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  /** The algorithms of keys, as {@link KeyFactory} names them. */
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private record Block(String label, byte[] bytes) {}

  private PemFiles() {}

  /**
   * Reads all certificates of a file.
   *
   * @throws TlsSettingException when there is none, or an unreadable one
   */
  static List<X509Certificate> certificates(byte[] file) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Block block : blocks(TlsSettings.CERTIFICATE, file)) {
      if (block.label.equals("CERTIFICATE")) {
        certificates.add(certificate(block.bytes));
      }
    }
    if (certificates.isEmpty()) {
      throw new TlsSettingException(
          "The file of " + TlsSettings.CERTIFICATE + " has no certificate in PEM");
    }
    return certificates;
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new TlsSettingException(
          "The file of " + TlsSettings.CERTIFICATE + " has a certificate that can't be read");
    }
  }

  /**
   * Reads the private key of a file.
   *
   * @param password the password of an encrypted key; null when there is none
   * @throws TlsSettingException when there is no key, one in another format, or an unreadable one
   */
  static PrivateKey privateKey(byte[] file, char @Nullable [] password) {
    for (Block block : blocks(TlsSettings.PRIVATE_KEY, file)) {
      if (block.label.equals("PRIVATE KEY")) {
        return decode(new PKCS8EncodedKeySpec(block.bytes));
      }
      if (block.label.equals(ENCRYPTED)) {
        return decode(decrypt(block.bytes, password));
      }
      if (block.label.endsWith("PRIVATE KEY")) {
        throw new TlsSettingException(
            "The file of "
                + TlsSettings.PRIVATE_KEY
                + " has a key in another format than PKCS#8: convert it by"
                + " \"openssl pkcs8 -topk8 -nocrypt -in <file> -out <new file>\"");
      }
    }
    throw new TlsSettingException(
        "The file of " + TlsSettings.PRIVATE_KEY + " has no private key in PEM");
  }

  private static PKCS8EncodedKeySpec decrypt(byte[] der, char @Nullable [] password) {
    if (password == null) {
      throw new TlsSettingException(
          "The key in "
              + TlsSettings.PRIVATE_KEY
              + " is encrypted: "
              + TlsSettings.PRIVATE_KEY_PASSWORD
              + " must name a file with its password");
    }
    try {
      EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
      AlgorithmParameters parameters = encrypted.getAlgParameters();
      // for PBES2, the name of the ciphers is known to the parameters only
      String algorithm =
          encrypted.getAlgName().equals("PBES2") ? parameters.toString() : encrypted.getAlgName();
      SecretKey key =
          SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password));
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, parameters);
      return encrypted.getKeySpec(cipher);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new TlsSettingException(
          "The key in "
              + TlsSettings.PRIVATE_KEY
              + " can't be decrypted with the password in "
              + TlsSettings.PRIVATE_KEY_PASSWORD);
    }
  }

  private static PrivateKey decode(PKCS8EncodedKeySpec encoded) {
    return ALGORITHMS.stream()
        .flatMap(algorithm -> decode(algorithm, encoded).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new TlsSettingException(
                    "The file of "
                        + TlsSettings.PRIVATE_KEY
                        + " has a key that can't be read; RSA, EC and EdDSA are possible"));
  }

  private static Optional<PrivateKey> decode(String algorithm, PKCS8EncodedKeySpec encoded) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static List<Block> blocks(String setting, byte[] file) {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      // files of former formats have headers, which aren't Base64; they are refused by their label
      byte[] bytes = new byte[0];
      if (isRead(matcher.group(1))) {
        try {
          bytes = Base64.getDecoder().decode(matcher.group(2).replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
          throw new TlsSettingException("The file of " + setting + " isn't valid PEM");
        }
      }
      blocks.add(new Block(matcher.group(1), bytes));
    }
    return blocks;
  }

  private static boolean isRead(String label) {
    return label.equals("CERTIFICATE") || label.equals("PRIVATE KEY") || label.equals(ENCRYPTED);
  }
}
