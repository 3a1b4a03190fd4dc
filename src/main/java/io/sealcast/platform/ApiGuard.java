package io.sealcast.platform;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.SealcastAuthenticationMechanism;
import io.sealcast.path.BasePath;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.Problems;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The outermost filter of {@code /api}. It demands authentication for everything but signing up and
 * signing in, and turns every failure into {@code application/problem+json}.
 */
public class ApiGuard implements Filter {
  private static final Logger LOG = System.getLogger(ApiGuard.class.getName());

  @Inject private CurrentAccount current;

  static boolean isApi(HttpServletRequest request) {
    String path = BasePath.pathOf(request);
    return path.equals("/api") || path.startsWith("/api/");
  }

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    boolean large = UnreadBody.isLarge(request);
    answer(request, response, chain);
    if (large && response.getStatus() >= 400 && !request.isAsyncStarted()) {
      UnreadBody.drain(request, response);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<DomainException> refused = refuse(request);
    if (refused.isPresent()) {
      Problems.send(request, response, refused.get());
      return;
    }
    try {
      chain.doFilter(request, new ProblemResponse(request, response));
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted()) {
        LOG.log(Level.WARNING, "An answer broke off: {0}", e.toString());
        throw e;
      }
      Problems.send(request, response, FailureTranslator.translate(e));
    }
  }

  private Optional<DomainException> refuse(HttpServletRequest request) {
    if (request.getAttribute(SealcastAuthenticationMechanism.FAILURE)
        instanceof DomainException failure) {
      return Optional.of(failure);
    }
    if (!isOpen(request) && current.find().isEmpty()) {
      return Optional.of(new DomainException(ErrorCode.NOT_AUTHENTICATED));
    }
    return Optional.empty();
  }

  /** Whether a request is allowed without authentication: signing up and signing in. */
  private static boolean isOpen(HttpServletRequest request) {
    String path = BasePath.pathOf(request);
    return request.getMethod().equals("POST")
        && (path.equals("/api/users") || path.equals("/api/users/session"));
  }
}
