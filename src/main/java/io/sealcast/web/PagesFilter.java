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

/** Who isn't signed in sees the sign-in page first; pages aren't kept, their parts are for ever. */
@WebFilter(filterName = "pages", urlPatterns = "/*", asyncSupported = true)
public class PagesFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String SUFFIX = ".xhtml";

  /** What the container resolves: doubled slashes, and steps of dots, written out or escaped. */
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
        Optional<Duration> wait = waitToBeKnown(request);
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

  /** When it may be found out who this is, where that can't be at the moment. */
  private static Optional<Duration> waitToBeKnown(HttpServletRequest request) {
    return request.getAttribute(SealcastAuthenticationMechanism.FAILURE)
                instanceof DomainException failure
            && failure.code().httpStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE
        ? failure.retryAfter()
        : Optional.empty();
  }

  /**
   * An asset that is there, under a name that says what is in it. What isn't there may be later, on
   * this instance or on the next one, and must not be missing for ever.
   */
  private boolean isKept(String path) throws IOException {
    return Assets.isHashed(path) && getServletContext().getResource(path) != null;
  }

  private static boolean isPage(String path) {
    return ReturnPath.isGuarded(path) || path.equals("/sign-in") || path.equals("/sign-up");
  }

  /**
   * Whether this filter and the container read the path alike. The container resolves dots and
   * escapes and drops doubled slashes before it looks for the page, so that {@code /%73ign-in}
   * would be the page {@code /sign-in} there and none here.
   */
  static boolean isPlain(String uri) {
    return !NOT_PLAIN.matcher(uri).find() && (uri.startsWith("/api/") || uri.indexOf('%') < 0);
  }

  /** The page's path as people write it: {@code /watch} also for {@code /watch.xhtml}. */
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

  /** A form on somebody else's site must not sign a visitor in or out here. */
  static boolean comesFromHere(HttpServletRequest request, AllowedOrigins origins) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    return origins.allows(request.getHeader("Origin"), request.getHeader("Host"));
  }
}
