package io.sealcast.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A certificate with its private key and the certificates of its issuers. Immutable. */
public final class ServerCertificate {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Finds the certificate of a key, and its issuers, in whatever order they are given. Certificates
   * that don't belong to the chain are left out: clients don't need them.
   *
   * @return empty when none of the certificates belongs to the key
   */
  static Optional<ServerCertificate> of(PrivateKey key, List<X509Certificate> certificates) {
    return certificates.stream()
        .filter(certificate -> belongs(key, certificate.getPublicKey()))
        .findFirst()
        .map(own -> new ServerCertificate(key, chain(own, certificates)));
  }

  private static List<X509Certificate> chain(
      X509Certificate own, List<X509Certificate> certificates) {
    List<X509Certificate> others = new ArrayList<>(certificates);
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(own);
    while (next.isPresent()) {
      X509Certificate last = next.get();
      chain.add(last);
      others.removeIf(last::equals);
      next = others.stream().filter(issuer -> hasIssued(issuer, last)).findFirst();
    }
    return chain;
  }

  private static boolean hasIssued(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false; // another key of the same name
    }
  }

  /** Whether the two are a pair: what one signs, the other verifies. */
  private static boolean belongs(PrivateKey key, PublicKey publicKey) {
    if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] message = {1, 2, 3};
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  PrivateKey key() {
    return key;
  }

  /** Returns the certificate, followed by its issuers. */
  List<X509Certificate> chain() {
    return chain;
  }

  /** Returns the first instant at which a certificate of the chain isn't valid any more. */
  public Instant expiry() {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }
}
