package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionalException;
import java.util.Optional;
import java.util.function.Supplier;

/** Signs a browser in and out, for pages and for the API: the token travels in a cookie. */
@ApplicationScoped
public class SignInService {
  /** The cookie's name. */
  public static final String COOKIE = "sealcast_session";

  private final Accounts accounts;
  private final SignIns signIns;
  private final ClientAddress clientAddress;

  @Inject
  SignInService(Accounts accounts, SignIns signIns, ClientAddress clientAddress) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.clientAddress = clientAddress;
  }

  /**
   * Signs in; from the next request on {@link CurrentAccount} knows. The caller clears {@code
   * password}.
   *
   * @throws DomainException INVALID_CREDENTIALS, TOO_MANY_REQUESTS, DATABASE_UNAVAILABLE
   */
  public Account signIn(
      HttpServletRequest request, HttpServletResponse response, String username, char[] password) {
    return begin(
        request, response, () -> accounts.verify(username, password, clientAddress.of(request)));
  }

  /**
   * Opens an account and signs in.
   *
   * @throws DomainException as {@link Accounts#register}, DATABASE_UNAVAILABLE
   */
  public Account signUp(
      HttpServletRequest request, HttpServletResponse response, String username, char[] password) {
    return begin(request, response, () -> accounts.register(username, password));
  }

  /**
   * Signs out; does nothing for somebody who isn't signed in.
   *
   * @throws DomainException DATABASE_UNAVAILABLE: the caller is still signed in, and keeps the
   *     cookie that says so
   */
  public void signOut(HttpServletRequest request, HttpServletResponse response) {
    forget(request);
    Cookie gone = cookie(request, "");
    gone.setMaxAge(0);
    response.addCookie(gone);
  }

  private void forget(HttpServletRequest request) {
    withDatabase(
        () -> {
          token(request).ifPresent(signIns::remove);
          return null;
        });
  }

  private Account begin(
      HttpServletRequest request, HttpServletResponse response, Supplier<Account> who) {
    return withDatabase(
        () -> {
          Account account = who.get();
          forget(request);
          Cookie cookie = cookie(request, signIns.create(account));
          cookie.setMaxAge(Math.toIntExact(signIns.lifetime().toSeconds()));
          response.addCookie(cookie);
          return account;
        });
  }

  private static <T> T withDatabase(Supplier<T> work) {
    try {
      return work.get();
    } catch (PersistenceException | TransactionalException e) {
      // a page has nobody behind it who would translate this
      throw new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
  }

  private static Cookie cookie(HttpServletRequest request, String value) {
    Cookie cookie = new Cookie(COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setAttribute("SameSite", "Lax");
    // A proxy that ends TLS says so; whoever forges the header only makes their own cookie
    // stricter.
    cookie.setSecure(
        request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    return cookie;
  }

  static Optional<String> token(HttpServletRequest request) {
    if (request.getCookies() == null) {
      return Optional.empty();
    }
    for (Cookie cookie : request.getCookies()) {
      if (cookie.getName().equals(COOKIE)) {
        return Optional.of(cookie.getValue());
      }
    }
    return Optional.empty();
  }
}
