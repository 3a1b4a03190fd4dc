package io.sealcast.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} made by keytool, in all forms that the settings take.
 *
 * @param key the private key
 * @param chain the certificate, followed by that of its issuer if it has one
 * @param keystore the PKCS#12 file
 */
public record TestCertificate(PrivateKey key, List<X509Certificate> chain, Path keystore) {
  /** The password of the key store. */
  public static final String PASSWORD = "of the test's key store";

  /** Makes a certificate that is signed by itself. */
  public static TestCertificate selfSigned(Path directory, String... keyOptions) {
    Path store = directory.resolve("store-" + System.nanoTime() + ".p12");
    generate(store, "server", "CN=localhost", keyOptions, "-ext", "san=dns:localhost");
    return read(store);
  }

  /** Makes a certificate that is signed by an issuer, which is in the key store without its key. */
  public static TestCertificate issued(Path directory, String... keyOptions) {
    Path store = directory.resolve("store-" + System.nanoTime() + ".p12");
    generate(store, "issuer", "CN=Issuer", keyOptions, "-ext", "bc:c");
    generate(
        store,
        "server",
        "CN=localhost",
        keyOptions,
        "-ext",
        "san=dns:localhost",
        "-signer",
        "issuer");
    keytool("-delete", "-alias", "issuer", "-keystore", store.toString(), "-storepass", PASSWORD);
    return read(store);
  }

  private static void generate(
      Path store, String alias, String name, String[] keyOptions, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(keyOptions));
    command.addAll(List.of(more));
    keytool(command.toArray(new String[0]));
  }

  private static void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestCertificate read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain("server")) {
        chain.add((X509Certificate) certificate);
      }
      return new TestCertificate(
          (PrivateKey) store.getKey("server", PASSWORD.toCharArray()), chain, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the chain to {@code certificate.pem} and the key to {@code key.pem}. */
  public void writeTo(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("certificate.pem"), chainPem());
      Files.writeString(directory.resolve("key.pem"), keyPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the private key in PEM. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** Returns the chain in PEM. */
  public String chainPem() {
    return pem(chain);
  }

  static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    try {
      for (X509Certificate certificate : certificates) {
        text.append(pem("CERTIFICATE", certificate.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  /** Returns the context of a client that trusts these certificates and no others. */
  public static SSLContext trusting(TestCertificate... certificates) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (TestCertificate certificate : certificates) {
        List<X509Certificate> chain = certificate.chain;
        store.setCertificateEntry("ca" + store.size(), chain.get(chain.size() - 1));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
