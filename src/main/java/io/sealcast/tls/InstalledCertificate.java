package io.sealcast.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;

/**
 * The certificate that Liberty was given, which is replaced when the operator's files change.
 * {@link #renew} is called by one thread at a time; all else is thread-safe.
 */
public final class InstalledCertificate {
  private static final Logger LOG = System.getLogger(InstalledCertificate.class.getName());

  private final TlsSettings settings;
  private final LibertyTlsFiles liberty;
  private String fingerprint;
  private volatile Instant expiry;
  private volatile String problem = "";

  private InstalledCertificate(
      TlsSettings settings, LibertyTlsFiles liberty, String fingerprint, Instant expiry) {
    this.settings = settings;
    this.liberty = liberty;
    this.fingerprint = fingerprint;
    this.expiry = expiry;
  }

  /**
   * Reads the files of the settings and makes Liberty use them.
   *
   * @throws TlsSettingException when the files can't be used
   * @throws IOException when Liberty's files can't be written
   */
  public static InstalledCertificate install(TlsSettings settings, LibertyTlsFiles liberty)
      throws IOException {
    // before the files are read, so that a change meanwhile is noticed later
    String fingerprint = settings.fingerprint();
    ServerCertificate certificate = settings.load();
    liberty.write(certificate, settings.port());
    return new InstalledCertificate(settings, liberty, fingerprint, certificate.expiry());
  }

  /**
   * Takes over the operator's files when they have changed. Files that can't be used, for instance
   * because one of the two is still to be replaced, leave the former certificate in use.
   */
  public void renew() {
    try {
      String now = settings.fingerprint();
      if (!now.equals(fingerprint)) {
        ServerCertificate certificate = settings.load();
        liberty.replace(certificate);
        fingerprint = now;
        expiry = certificate.expiry();
        LOG.log(Level.INFO, "The certificate of TLS was replaced; it is valid until {0}", expiry);
      }
      problem = "";
    } catch (TlsSettingException e) {
      report(e.sentence());
    } catch (IOException | RuntimeException e) {
      report(e.toString()); // an exception that escaped would end the scheduled renewals
    }
  }

  private void report(String sentence) {
    if (!sentence.equals(problem)) {
      problem = sentence;
      LOG.log(Level.WARNING, "The former certificate of TLS stays in use. {0}.", sentence);
    }
  }

  /** Returns the port of https. */
  public int port() {
    return settings.port();
  }

  /** Returns the first instant at which a certificate of the chain isn't valid any more. */
  public Instant expiry() {
    return expiry;
  }

  /** Returns why the operator's files can't be used at the moment; empty when they can. */
  public String problem() {
    return problem;
  }
}
