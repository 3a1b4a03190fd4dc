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
 * Recognises the caller by the first {@link CredentialScheme} that knows them. It answers nothing
 * by itself: what is wrong with the credentials lies in {@link #FAILURE} for whoever guards the
 * path, so that the API answers in its own format and a page can still be shown.
 */
@ApplicationScoped
public class SealcastAuthenticationMechanism implements HttpAuthenticationMechanism {
  /** Request attribute: the {@link DomainException} of credentials that weren't accepted. */
  public static final String FAILURE = "io.sealcast.account.failure";

  /** Request attribute: TRUE when it was the cookie that told who the caller is. */
  public static final String BY_COOKIE = "io.sealcast.account.byCookie";

  private static final Set<String> GROUPS = Set.of("user");

  private final List<CredentialScheme> schemes;

  @Inject
  SealcastAuthenticationMechanism(@Any Instance<CredentialScheme> schemes) {
    this(schemes.stream().toList());
  }

  SealcastAuthenticationMechanism(List<CredentialScheme> schemes) {
    this.schemes =
        schemes.stream().sorted(Comparator.comparingInt(CredentialScheme::order)).toList();
  }

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    Optional<Account> caller;
    try {
      caller = recognise(request);
    } catch (DomainException e) {
      request.setAttribute(FAILURE, e);
      return context.doNothing();
    } catch (RuntimeException e) {
      // The only thing that breaks here is the database.
      request.setAttribute(FAILURE, new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e));
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
