package io.sealcast.platform;

import io.sealcast.tls.InstalledCertificate;
import io.sealcast.tls.LibertyTlsFiles;
import io.sealcast.tls.TlsSettingException;
import io.sealcast.tls.TlsSettings;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Sets up the server's own TLS before anything else of the application starts. With settings that
 * can't be used the server ends, since it would otherwise go on without TLS.
 */
public class TlsSetup implements Extension {
  /** The variable in server.xml with the directory from which it includes the configuration. */
  private static final String DIRECTORY = "tls.directory";

  private Optional<InstalledCertificate> installed = Optional.empty();

  void setUp(@Observes BeforeBeanDiscovery event) {
    try {
      installed = install(ConfigProvider.getConfig());
    } catch (TlsSettingException e) {
      ServerExit.because(e.sentence());
      throw e;
    }
  }

  private static Optional<InstalledCertificate> install(Config config) {
    Optional<TlsSettings> settings =
        TlsSettings.of(name -> config.getOptionalValue(name, String.class).orElse(null));
    Optional<Path> directory = config.getOptionalValue(DIRECTORY, String.class).map(Path::of);
    if (directory.isEmpty()) {
      if (settings.isPresent()) {
        throw new TlsSettingException(
            "TLS is set, and the server.xml of this server doesn't include it: take Sealcast's");
      }
      return Optional.empty();
    }
    LibertyTlsFiles liberty = new LibertyTlsFiles(directory.get());
    try {
      if (settings.isPresent()) {
        return Optional.of(InstalledCertificate.install(settings.get(), liberty));
      }
      liberty.delete();
      return Optional.empty();
    } catch (IOException e) {
      throw new TlsSettingException(
          "The configuration of TLS can't be written in " + directory.get() + " (" + e + ")");
    }
  }

  /** Returns the certificate of this server; empty when TLS is off. */
  public Optional<InstalledCertificate> installed() {
    return installed;
  }
}
