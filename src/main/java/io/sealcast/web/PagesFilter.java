package io.sealcast.web;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.origin.AllowedOrigins;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Redirects visitors who aren't signed in to the sign-in page, rejects cross-site forms, and sets
 * the cache headers: pages aren't cached, assets with a hash in their name are cached for ever.
 */
@WebFilter(filterName = "pages", urlPatterns = "/*", asyncSupported = true)
public class PagesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String SUFFIX = ".xhtml";

  /**
   * Parts of a path that the container normalizes: double slashes, and dot segments, plain or
   * escaped.
   */
  private static final Pattern NOT_PLAIN = Pattern.compile("//|/\\.{1,2}(?=[/;]|$)|(?i)%2[ef]");

  @Inject private transient CurrentAccount current;
  @Inject private transient AllowedOrigins origins;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isPlain(request.getRequestURI())) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    String path = pageOf(request.getRequestURI());
    if (!path.startsWith("/api/") && isForm(request) && !comesFromHere(request, origins)) {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
      return;
    }
    if (isKept(path)) {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    } else if (isPage(path)) {
      response.setHeader("Cache-Control", "no-store");
      if (ReturnPath.isGuarded(path) && current.find().isEmpty()) {
        Optional<Duration> wait = authenticationRetryAfter(request);
        if (wait.isPresent()) {
          response.setHeader("Retry-After", Long.toString(Problems.seconds(wait.get())));
          response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
          return;
        }
        String query = request.getQueryString();
        response.sendRedirect(ReturnPath.signIn(query == null ? path : path + "?" + query));
        return;
      }
    }
    if (path.startsWith("/api/")) {
      chain.doFilter(request, response);
      return;
    }
    Optional<FormRequest> form = FormRequest.of(request);
    if (form.isPresent()) {
      chain.doFilter(form.get(), response);
    } else {
      response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
    }
  }

  /**
   * Returns the time to wait when the account can't be looked up at the moment because a service is
   * away.
   */
  private static Optional<Duration> authenticationRetryAfter(HttpServletRequest request) {
    return request.getAttribute(SealcastAuthenticationMechanism.FAILURE)
                instanceof DomainException failure
            && failure.code().httpStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE
        ? failure.retryAfter()
        : Optional.empty();
  }

  /**
   * Whether a path is an existing asset with a hash in its name. A missing asset may exist later,
   * or on another instance, so its absence must not be cached.
   */
  private boolean isKept(String path) throws IOException {
    return Assets.isHashed(path) && getServletContext().getResource(path) != null;
  }

  private static boolean isPage(String path) {
    return ReturnPath.isGuarded(path) || path.equals("/sign-in") || path.equals("/sign-up");
  }

  /**
   * Whether this filter and the container interpret the path in the same way. The container
   * resolves dot segments and escapes and removes double slashes, so that {@code /%73ign-in} would
   * be the page {@code /sign-in} for the container and no page for this filter.
   */
  static boolean isPlain(String uri) {
    return !NOT_PLAIN.matcher(uri).find() && (uri.startsWith("/api/") || uri.indexOf('%') < 0);
  }

  /** Returns the canonical path of a page: {@code /watch} for {@code /watch.xhtml} as well. */
  static String pageOf(String uri) {
    int parameters = uri.indexOf(';');
    String path = parameters < 0 ? uri : uri.substring(0, parameters);
    if (path.endsWith(SUFFIX)) {
      path = path.substring(0, path.length() - SUFFIX.length());
    }
    return path.equals("/index") || path.isEmpty() ? ReturnPath.LIBRARY : path;
  }

  private static boolean isForm(HttpServletRequest request) {
    return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
  }

  /**
   * Whether a page of this site sent the form. Forms of other sites must not sign a visitor in or
   * out.
   */
  static boolean comesFromHere(HttpServletRequest request, AllowedOrigins origins) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    return origins.allows(request.getHeader("Origin"), request.getHeader("Host"));
  }
}
