package io.sealcast.account;

import io.sealcast.path.BasePath;
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

/** Signs browsers in and out, for pages and for the API. The token is sent in a cookie. */
@ApplicationScoped
public class SignInService {
  /** The name of the cookie over plain HTTP. */
  public static final String COOKIE = "sealcast_session";

  /**
   * The name of the cookie over TLS. Browsers let only this host itself set a cookie with this
   * prefix (RFC 6265bis, section 4.1.3.2), so that neither another host of the domain nor a request
   * without TLS can replace it by the cookie of another account.
   */
  static final String HOST_COOKIE = "__Host-" + COOKIE;

  private final Accounts accounts;
  private final SignIns signIns;
  private final ClientAddress clientAddress;
  private final BasePath base;

  @Inject
  SignInService(Accounts accounts, SignIns signIns, ClientAddress clientAddress, BasePath base) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.clientAddress = clientAddress;
    this.base = base;
  }

  /**
   * Signs in. {@link CurrentAccount} has the account from the next request on. The caller clears
   * {@code password}.
   *
   * @throws DomainException INVALID_CREDENTIALS, TOO_MANY_REQUESTS, DATABASE_UNAVAILABLE
   */
  public Account signIn(
      HttpServletRequest request, HttpServletResponse response, String username, char[] password) {
    return begin(
        request,
        response,
        () -> accounts.verify(username, password, clientAddress.networkOf(request)));
  }

  /**
   * Creates an account and signs in. The caller clears {@code password}.
   *
   * @throws DomainException like {@link Accounts#register}, or DATABASE_UNAVAILABLE
   */
  public Account signUp(
      HttpServletRequest request, HttpServletResponse response, String username, char[] password) {
    return begin(
        request,
        response,
        () -> accounts.register(username, password, clientAddress.networkOf(request)));
  }

  /**
   * Signs out. Does nothing without a sign-in.
   *
   * @throws DomainException DATABASE_UNAVAILABLE; the sign-in remains valid, and the browser keeps
   *     its cookie
   */
  public void signOut(HttpServletRequest request, HttpServletResponse response) {
    forget(request);
    response.addCookie(expired(request, nameFor(request)));
    if (isSecure(request)) {
      // the cookie of an earlier version, which isn't read any more
      response.addCookie(expired(request, COOKIE));
    }
  }

  private Cookie expired(HttpServletRequest request, String name) {
    Cookie gone = cookie(request, name, "");
    gone.setMaxAge(0);
    return gone;
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
          Cookie cookie = cookie(request, nameFor(request), signIns.create(account));
          cookie.setMaxAge(Math.toIntExact(signIns.lifetime().toSeconds()));
          response.addCookie(cookie);
          return account;
        });
  }

  private static <T> T withDatabase(Supplier<T> work) {
    try {
      return work.get();
    } catch (PersistenceException | TransactionalException e) {
      // pages have no exception mapper that would translate this
      throw new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
  }

  private Cookie cookie(HttpServletRequest request, String name, String value) {
    Cookie cookie = new Cookie(name, value);
    // browsers take a cookie of this prefix for the whole host only
    cookie.setPath(name.equals(HOST_COOKIE) ? "/" : base.getCookiePath());
    cookie.setHttpOnly(true);
    cookie.setAttribute("SameSite", "Lax");
    cookie.setSecure(isSecure(request));
    return cookie;
  }

  /**
   * Whether the browser's connection has TLS. A proxy that terminates TLS sets the header. A client
   * that forges it only restricts its own cookie.
   */
  private static boolean isSecure(HttpServletRequest request) {
    return request.isSecure() || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"));
  }

  private static String nameFor(HttpServletRequest request) {
    return isSecure(request) ? HOST_COOKIE : COOKIE;
  }

  static Optional<String> token(HttpServletRequest request) {
    if (request.getCookies() == null) {
      return Optional.empty();
    }
    String name = nameFor(request);
    for (Cookie cookie : request.getCookies()) {
      if (cookie.getName().equals(name)) {
        return Optional.ofNullable(cookie.getValue()); // null when the header has no "="
      }
    }
    return Optional.empty();
  }
}
