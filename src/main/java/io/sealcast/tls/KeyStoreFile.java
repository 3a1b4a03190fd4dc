package io.sealcast.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes certificates with their keys in PKCS#12 (RFC 7292). */
final class KeyStoreFile {
  private static final String TYPE = "PKCS12";
  private static final String ALIAS = "sealcast";

  private KeyStoreFile() {}

  /**
   * Reads the only private key of a key store, with its certificates.
   *
   * @throws TlsSettingException when it can't be opened, or hasn't just one private key
   */
  static ServerCertificate read(byte[] file, char[] password) {
    List<ServerCertificate> found = new ArrayList<>();
    try {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(new ByteArrayInputStream(file), password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          ServerCertificate.of(key, certificates(store.getCertificateChain(alias)))
              .ifPresent(found::add);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsSettingException(
          "The file of "
              + TlsSettings.KEYSTORE
              + " isn't PKCS#12, or the password in "
              + TlsSettings.KEYSTORE_PASSWORD
              + " doesn't open it");
    }
    if (found.size() != 1) {
      throw new TlsSettingException(
          "The file of "
              + TlsSettings.KEYSTORE
              + " must have one private key with its certificate, and has "
              + found.size());
    }
    return found.get(0);
  }

  private static List<X509Certificate> certificates(Certificate @Nullable [] chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain == null ? new Certificate[0] : chain) {
      certificates.add((X509Certificate) certificate);
    }
    return certificates;
  }

  /** Returns a PKCS#12 file with one entry. */
  static byte[] write(ServerCertificate certificate, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance(TYPE);
      store.load(null, password);
      store.setKeyEntry(
          ALIAS, certificate.key(), password, certificate.chain().toArray(new X509Certificate[0]));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password);
      return bytes.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("A PKCS#12 store can't be made", e);
    }
  }
}
