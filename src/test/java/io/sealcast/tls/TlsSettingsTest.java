package io.sealcast.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {
  @TempDir private static Path certificates;
  private static TestCertificate rsa;
  private static TestCertificate ec;
  private static TestCertificate issued;

  @TempDir private Path directory;
  private final Map<String, String> settings = new TreeMap<>();

  @BeforeAll
  static void makeCertificates() {
    rsa = TestCertificate.selfSigned(certificates, "-keyalg", "RSA", "-keysize", "2048");
    ec = TestCertificate.selfSigned(certificates, "-keyalg", "EC", "-groupname", "secp256r1");
    issued = TestCertificate.issued(certificates, "-keyalg", "EC", "-groupname", "secp384r1");
  }

  @Test
  void isOffWithoutSettings() {
    assertThat(TlsSettings.of(settings::get)).isEmpty();
    settings.put("SEALCAST_TLS_CERTIFICATE", " ");
    settings.put("SEALCAST_HTTPS_PORT", "443");
    assertThat(TlsSettings.of(settings::get)).isEmpty();
  }

  @Test
  void readsRsaAndEcKeys() throws IOException {
    for (TestCertificate certificate : List.of(rsa, ec, issued)) {
      pem(certificate.chainPem(), certificate.keyPem());
      ServerCertificate read = load();
      assertThat(read.key()).isEqualTo(certificate.key());
      assertThat(read.chain()).isEqualTo(certificate.chain());
      assertThat(certificate.chain())
          .allSatisfy(
              each -> assertThat(read.expiry()).isBeforeOrEqualTo(each.getNotAfter().toInstant()));
    }
  }

  @Test
  void bringsTheChainIntoItsOrderAndLeavesOthersOut() throws IOException {
    String mixed =
        TestCertificate.pem(
            List.of(rsa.chain().get(0), issued.chain().get(1), issued.chain().get(0)));
    pem(mixed, issued.keyPem());
    assertThat(load().chain()).isEqualTo(issued.chain());
  }

  @Test
  void readsBothFromOneFile() throws IOException {
    String both = "a comment\n" + ec.keyPem() + "\r\n" + ec.chainPem();
    pem(both, both);
    assertThat(load().chain()).isEqualTo(ec.chain());
  }

  @Test
  void readsAnEncryptedKeyWithItsPassword() throws Exception {
    pem(rsa.chainPem(), encrypted(rsa, "the right one"));
    fails(
        "The key in SEALCAST_TLS_PRIVATE_KEY is encrypted:"
            + " SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE must name a file with its password");
    write("SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE", "password", "the right one\n");
    assertThat(load().key()).isEqualTo(rsa.key());
    write("SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE", "password", "a wrong one");
    fails(
        "The key in SEALCAST_TLS_PRIVATE_KEY can't be decrypted with the password in"
            + " SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE");
  }

  /** Encrypts by PBES2 with AES, as {@code openssl pkcs8 -topk8} does. */
  private static String encrypted(TestCertificate certificate, String password)
      throws GeneralSecurityException, IOException {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    SecretKey key =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.toCharArray()));
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] bytes = cipher.doFinal(certificate.key().getEncoded());
    // Java reads PBES2 in EncryptedPrivateKeyInfo, and writes no such name
    String pbes2 = "06092a864886f70d01050d";
    String parameters = HexFormat.of().formatHex(cipher.getParameters().getEncoded());
    String encoded =
        der("30", der("30", pbes2 + parameters) + der("04", HexFormat.of().formatHex(bytes)));
    return TestCertificate.pem("ENCRYPTED PRIVATE KEY", HexFormat.of().parseHex(encoded));
  }

  /** Returns a value of a tag with a length below 64 KiB, in hexadecimal digits. */
  private static String der(String tag, String content) {
    return tag + "82" + HexFormat.of().toHexDigits(content.length() / 2, 4) + content;
  }

  @Test
  void readsAKeyStore() throws IOException {
    settings.put("SEALCAST_TLS_KEYSTORE", issued.keystore().toString());
    write("SEALCAST_TLS_KEYSTORE_PASSWORD_FILE", "password", TestCertificate.PASSWORD + "\n");
    ServerCertificate read = load();
    assertThat(read.key()).isEqualTo(issued.key());
    assertThat(read.chain()).isEqualTo(issued.chain());
    write("SEALCAST_TLS_KEYSTORE_PASSWORD_FILE", "password", "wrong");
    fails(
        "The file of SEALCAST_TLS_KEYSTORE isn't PKCS#12, or the password in"
            + " SEALCAST_TLS_KEYSTORE_PASSWORD_FILE doesn't open it");
  }

  @Test
  void refusesAKeyOfAnotherCertificate() throws Exception {
    PrivateKey other = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    for (PrivateKey wrong : List.of(other, ec.key())) {
      pem(rsa.chainPem(), TestCertificate.pem("PRIVATE KEY", wrong.getEncoded()));
      fails(
          "The key in SEALCAST_TLS_PRIVATE_KEY doesn't belong to the certificate in"
              + " SEALCAST_TLS_CERTIFICATE");
    }
  }

  @Test
  void refusesFilesThatAreNoPem() throws IOException {
    pem("nothing", rsa.keyPem());
    fails("The file of SEALCAST_TLS_CERTIFICATE has no certificate in PEM");
    pem(rsa.chainPem().replace("MII", "M!I"), rsa.keyPem());
    fails("The file of SEALCAST_TLS_CERTIFICATE isn't valid PEM");
    pem(TestCertificate.pem("CERTIFICATE", new byte[200]), rsa.keyPem());
    fails("The file of SEALCAST_TLS_CERTIFICATE has a certificate that can't be read");
    pem(rsa.chainPem(), rsa.keyPem().replace("-----END", "-----"));
    fails("The file of SEALCAST_TLS_PRIVATE_KEY has no private key in PEM");
    pem(rsa.chainPem(), TestCertificate.pem("PRIVATE KEY", new byte[200]));
    fails(
        "The file of SEALCAST_TLS_PRIVATE_KEY has a key that can't be read; RSA, EC and EdDSA are"
            + " possible");
    pem(rsa.chainPem(), TestCertificate.pem("ENCRYPTED PRIVATE KEY", new byte[200]));
    write("SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE", "password", "any");
    fails(
        "The key in SEALCAST_TLS_PRIVATE_KEY can't be decrypted with the password in"
            + " SEALCAST_TLS_PRIVATE_KEY_PASSWORD_FILE");
  }

  @ParameterizedTest
  @CsvSource({"RSA PRIVATE KEY", "EC PRIVATE KEY"})
  void namesTheCommandThatConvertsFormerFormats(String label) throws IOException {
    String encryptedToo = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n";
    for (String headers : List.of("", encryptedToo)) {
      String key = TestCertificate.pem(label, new byte[200]);
      pem(rsa.chainPem(), key.replaceFirst("-----\n", "-----\n" + headers));
      fails(
          "The file of SEALCAST_TLS_PRIVATE_KEY has a key in another format than PKCS#8: convert"
              + " it by \"openssl pkcs8 -topk8 -nocrypt -in <file> -out <new file>\"");
    }
  }

  @Test
  void namesTheSettingWhoseFileIsMissing() throws IOException {
    pem(rsa.chainPem(), rsa.keyPem());
    Path nowhere = directory.resolve("nowhere.pem");
    for (String name : List.of("SEALCAST_TLS_CERTIFICATE", "SEALCAST_TLS_PRIVATE_KEY")) {
      String before = settings.put(name, nowhere.toString());
      fails(name + " names " + nowhere + ", which doesn't exist");
      settings.put(name, directory.toString());
      fails(name + " names " + directory + ", which can't be read");
      settings.put(name, before);
    }
  }

  @Test
  void refusesSettingsThatDoNotGoTogether() throws IOException {
    settings.put("SEALCAST_TLS_CERTIFICATE", "a.pem");
    refuses("SEALCAST_TLS_CERTIFICATE is set and SEALCAST_TLS_PRIVATE_KEY is not: it needs both");
    settings.put("SEALCAST_TLS_PRIVATE_KEY", "b.pem");
    settings.put("SEALCAST_TLS_KEYSTORE", "c.p12");
    refuses("SEALCAST_TLS_CERTIFICATE and SEALCAST_TLS_KEYSTORE are both set: keep one of them");
    settings.clear();
    settings.put("SEALCAST_TLS_PRIVATE_KEY", "b.pem");
    refuses("SEALCAST_TLS_PRIVATE_KEY is set and SEALCAST_TLS_CERTIFICATE is not: it needs both");
    settings.clear();
    settings.put("SEALCAST_TLS_KEYSTORE", "c.p12");
    refuses(
        "SEALCAST_TLS_KEYSTORE is set and SEALCAST_TLS_KEYSTORE_PASSWORD_FILE is not: it needs"
            + " both");
  }

  @ParameterizedTest
  @CsvSource({"0", "65536", "-1", "https"})
  void refusesPortsThatAreNone(String port) {
    settings.put("SEALCAST_HTTPS_PORT", port);
    refuses("SEALCAST_HTTPS_PORT must be a port number from 1 to 65535");
  }

  private void pem(String certificate, String key) throws IOException {
    settings.clear();
    write("SEALCAST_TLS_CERTIFICATE", "certificate.pem", certificate);
    write("SEALCAST_TLS_PRIVATE_KEY", "key.pem", key);
  }

  private void write(String setting, String name, String content) throws IOException {
    settings.put(setting, Files.writeString(directory.resolve(name), content).toString());
  }

  private ServerCertificate load() {
    return TlsSettings.of(settings::get).orElseThrow().load();
  }

  private void refuses(String sentence) {
    assertThatExceptionOfType(TlsSettingException.class)
        .isThrownBy(() -> TlsSettings.of(settings::get))
        .withMessage(sentence)
        .withNoCause();
  }

  private void fails(String sentence) {
    assertThatExceptionOfType(TlsSettingException.class)
        .isThrownBy(this::load)
        .withMessage(sentence)
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret()));
  }

  private static String secret() {
    return Base64.getEncoder().encodeToString(rsa.key().getEncoded()).substring(0, 40);
  }
}
