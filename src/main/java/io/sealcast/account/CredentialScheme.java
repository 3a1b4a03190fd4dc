package io.sealcast.account;

import io.sealcast.problem.DomainException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * A kind of credentials in a request. {@link SealcastAuthenticationMechanism} tries all beans of
 * this type in ascending {@link #order}, until one of them recognizes the caller or throws.
 */
interface CredentialScheme {
  /** The orders of the existing schemes. The gaps leave room for others. */
  int BASIC = 100;

  int UNKNOWN_AUTHORIZATION = 1_000;
  int COOKIE = 2_000;

  /**
   * Returns the position of the scheme. Credentials that a caller sends explicitly precede those
   * that a browser adds.
   */
  int order();

  /**
   * Returns the account of the caller.
   *
   * @return empty when the request has no credentials of this kind, or they are ignored
   * @throws DomainException when the credentials are rejected; no later scheme is tried
   */
  Optional<Account> recognise(HttpServletRequest request);
}
