package io.sealcast.web;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
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

/**
 * Redirects visitors who aren't signed in to the sign-in page, and sets the cache headers: pages
 * aren't cached, assets with a hash in their name are cached for ever.
 */
@WebFilter(filterName = "pages", urlPatterns = "/*", asyncSupported = true)
public class PagesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String SUFFIX = ".xhtml";
  private static final String ERROR = "/error";

  @Inject private transient CurrentAccount current;
  @Inject private transient PageBulkhead pages;
  @Inject private transient BasePath base;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = pageOf(BasePath.pathOf(request));
    if (isKept(path)) {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    } else if (path.equals(ERROR)) {
      // the container itself forwards to this page
      Problems.sendToPage(request, response, new DomainException(ErrorCode.NOT_FOUND));
      return;
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
        String target = base.of(query == null ? path : path + "?" + query);
        response.sendRedirect(new ReturnPath(base).signIn(target));
        return;
      }
    }
    if (path.startsWith("/api/")) {
      chain.doFilter(request, response);
      return;
    }
    FormRequest form;
    try {
      form = FormRequest.of(request);
    } catch (DomainException e) {
      Problems.sendToPage(request, response, e);
      return;
    }
    if (!isPage(path) || !request.getMethod().equals("GET")) {
      chain.doFilter(form, response); // a form waits for its turn with other passwords
      return;
    }
    try {
      pages.render(form, response, chain);
    } catch (DomainException e) {
      Problems.sendToPage(request, response, e);
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
    return ReturnPath.isGuarded(path) || path.equals(ReturnPath.SIGN_IN) || path.equals("/sign-up");
  }

  /** Returns the canonical path of a page: {@code /watch} for {@code /watch.xhtml} as well. */
  static String pageOf(String requested) {
    String path = requested;
    if (path.endsWith(SUFFIX)) {
      path = path.substring(0, path.length() - SUFFIX.length());
    }
    return path.equals("/index") || path.isEmpty() ? ReturnPath.LIBRARY : path;
  }
}
