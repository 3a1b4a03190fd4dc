package io.sealcast.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InstalledCertificateTest {
  private static final Pattern PASSWORD = Pattern.compile("password=\"([^\"]+)\"");

  @TempDir private static Path certificates;
  private static TestCertificate first;
  private static TestCertificate second;

  @TempDir private Path directory;
  private Path tls;
  private LibertyTlsFiles liberty;
  private TlsSettings settings;

  @BeforeAll
  static void makeCertificates() {
    first = TestCertificate.issued(certificates, "-keyalg", "RSA", "-keysize", "2048");
    second = TestCertificate.selfSigned(certificates, "-keyalg", "EC", "-groupname", "secp256r1");
  }

  @BeforeEach
  void configure() throws IOException {
    tls = directory.resolve("tls");
    liberty = new LibertyTlsFiles(tls);
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    use(first);
    settings =
        TlsSettings.of(
                Map.of(
                        "SEALCAST_TLS_CERTIFICATE", certificate.toString(),
                        "SEALCAST_TLS_PRIVATE_KEY", key.toString(),
                        "SEALCAST_HTTPS_PORT", "8444")
                    ::get)
            .orElseThrow();
  }

  private void use(TestCertificate certificate) {
    certificate.writeTo(directory);
  }

  @Test
  void givesLibertyThePortAndAStoreThatItsPasswordOpens() throws Exception {
    InstalledCertificate installed = InstalledCertificate.install(settings, liberty);
    assertThat(installed.port()).isEqualTo(8444);
    assertThat(tls.resolve("tls.xml")).content().contains("\"tls.listener.port\" value=\"8444\"");
    assertThat(chain()).isEqualTo(first.chain());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyTheServersUserMayRead() throws IOException {
    InstalledCertificate.install(settings, liberty);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(tls)) {
      assertThat(files.toList())
          .hasSize(3)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void takesARenewedCertificateOverUnderTheSamePassword() throws Exception {
    InstalledCertificate installed = InstalledCertificate.install(settings, liberty);
    String configuration = Files.readString(tls.resolve("tls.xml"));
    use(second);
    installed.renew();
    assertThat(chain()).isEqualTo(second.chain());
    assertThat(Files.readString(tls.resolve("tls.xml"))).isEqualTo(configuration);
    assertThat(installed.expiry()).isEqualTo(second.chain().get(0).getNotAfter().toInstant());
    assertThat(installed.problem()).isEmpty();
  }

  @Test
  void keepsTheFormerCertificateUntilBothFilesAreReplaced() throws Exception {
    InstalledCertificate installed = InstalledCertificate.install(settings, liberty);
    Files.writeString(directory.resolve("certificate.pem"), second.chainPem());
    installed.renew();
    assertThat(chain()).isEqualTo(first.chain());
    assertThat(installed.problem()).contains("doesn't belong");
    Files.delete(directory.resolve("key.pem"));
    installed.renew();
    assertThat(installed.problem()).contains("SEALCAST_TLS_PRIVATE_KEY", "doesn't exist");
    use(second);
    installed.renew();
    assertThat(chain()).isEqualTo(second.chain());
    assertThat(installed.problem()).isEmpty();
  }

  @Test
  void keepsItsPasswordOverARestart() throws Exception {
    InstalledCertificate.install(settings, liberty);
    String password = password();
    use(second);
    InstalledCertificate.install(settings, new LibertyTlsFiles(tls));
    assertThat(password()).isEqualTo(password);
    assertThat(chain()).isEqualTo(second.chain());
  }

  @Test
  void deletesEverythingWhenTlsIsOff() throws IOException {
    liberty.delete();
    InstalledCertificate.install(settings, liberty);
    liberty.delete();
    assertThat(tls).isEmptyDirectory();
  }

  private String password() throws IOException {
    Matcher matcher = PASSWORD.matcher(Files.readString(tls.resolve("tls.xml")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private List<Certificate> chain() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] password = password().toCharArray();
    try (InputStream in = Files.newInputStream(tls.resolve("key.p12"))) {
      store.load(in, password);
    }
    String alias = store.aliases().nextElement();
    assertThat(store.getKey(alias, password)).isNotNull();
    return List.of(store.getCertificateChain(alias));
  }
}
