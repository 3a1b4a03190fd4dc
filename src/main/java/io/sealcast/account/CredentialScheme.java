package io.sealcast.account;

import io.sealcast.problem.DomainException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * One kind of credentials that a request may carry. {@link SealcastAuthenticationMechanism} asks
 * every bean of this type, in ascending {@link #order}, until one knows the caller or refuses.
 */
interface CredentialScheme {
  /** Orders of the schemes that are here; a new one is put between. */
  int BASIC = 100;

  int UNKNOWN_AUTHORIZATION = 1_000;
  int COOKIE = 2_000;

  /** When it is asked: what the caller sends on purpose comes before what a browser adds. */
  int order();

  /**
   * Who the caller is.
   *
   * @return empty when the request has no credentials of this kind, or such as count for nothing
   * @throws DomainException when it has some that are refused, which no later scheme can mend
   */
  Optional<Account> recognise(HttpServletRequest request);
}
