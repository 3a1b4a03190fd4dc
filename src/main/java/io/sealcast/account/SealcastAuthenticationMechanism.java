package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Authenticates the caller by the first {@link CredentialScheme} that recognizes them. It sends no
 * response itself: it stores the failure in {@link #FAILURE} for the filter of the path, so that
 * the API responds in its own format and public pages can still be shown.
 *
 * <p>A caller whose account has too many requests under way isn't logged in to the container, which
 * costs more than all else in a request that is rejected.
 */
@ApplicationScoped
public class SealcastAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** Request attribute with the {@link DomainException} of rejected credentials. */
  public static final String FAILURE = "io.sealcast.account.failure";

  /** Request attribute that is TRUE when the caller was authenticated by the cookie. */
  public static final String BY_COOKIE = "io.sealcast.account.byCookie";

  /** Request attribute that is TRUE when the caller's account has too many requests under way. */
  public static final String OVER_LIMIT = "io.sealcast.account.overLimit";

  private static final Set<String> GROUPS = Set.of("user");

  /**
   * The key for {@link HttpServletRequest#getAuthType} (Jakarta Authentication, section 3.8.4).
   * Without a value, Liberty takes the type for BASIC, reads the header {@code Authorization} for
   * its audit, and fails with status 500 when that header is malformed.
   */
  private static final String AUTH_TYPE = "jakarta.servlet.http.authType";

  private final List<CredentialScheme> schemes;
  private final AccountRequests requests;

  @Inject
  SealcastAuthenticationMechanism(
      @Any Instance<CredentialScheme> schemes, AccountRequests requests) {
    this(schemes.stream().toList(), requests);
  }

  SealcastAuthenticationMechanism(List<CredentialScheme> schemes, AccountRequests requests) {
    this.requests = requests;
    this.schemes =
        schemes.stream().sorted(Comparator.comparingInt(CredentialScheme::order)).toList();
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    context.getMessageInfo().getMap().put(AUTH_TYPE, "SEALCAST");
    Optional<Account> caller;
    try {
      caller = recognise(request);
    } catch (DomainException e) {
      request.setAttribute(FAILURE, e);
      return context.doNothing();
    } catch (RuntimeException e) {
      // only the database can cause this exception
      request.setAttribute(FAILURE, new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e));
      return context.doNothing();
    }
    if (caller.isPresent() && requests.isFull(caller.get().id())) {
      request.setAttribute(OVER_LIMIT, Boolean.TRUE);
      return context.doNothing();
    }
    return caller.isPresent()
        ? context.notifyContainerAboutLogin(new AccountPrincipal(caller.get()), GROUPS)
        : context.doNothing();
  }

  private Optional<Account> recognise(HttpServletRequest request) {
    for (CredentialScheme scheme : schemes) {
      Optional<Account> caller = scheme.recognise(request);
      if (caller.isPresent()) {
        return caller;
      }
    }
    return Optional.empty();
  }
}
