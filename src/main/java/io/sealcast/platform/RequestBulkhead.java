package io.sealcast.platform;

import io.sealcast.account.Account;
import io.sealcast.account.ClientAddress;
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
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Rejects a request whose caller holds too many server threads already, and ends one whose body
 * comes too slowly. A request holds its thread while its body arrives, while it waits for its turn,
 * and while its response is read, so callers could otherwise hold all threads by being slow.
 */
public class RequestBulkhead implements Filter {
  @Inject private RequestPermits permits;
  @Inject private CurrentAccount current;
  @Inject private ClientAddress addresses;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    if (MetricsServlet.PATH.equals(BasePath.pathOf(request))) {
      chain.doFilter(in, out); // what is wrong during a flood has to be seen
      return;
    }
    RequestPermits.Permit permit;
    try {
      permit = take(request);
    } catch (DomainException e) {
      refuse(request, response, e);
      return;
    }
    try {
      chain.doFilter(
          hasBody(request) ? new PacedRequest(request, permits.minimumRate()) : request, response);
    } catch (DomainException e) {
      if (e.code() != ErrorCode.REQUEST_TOO_SLOW) {
        throw e;
      }
      if (!response.isCommitted()) { // otherwise the response went before the rest of the body
        refuse(request, response, e);
      }
    } finally {
      permit.close();
    }
  }

  /** Whether a body is announced. Handshakes of WebSockets have none and need the real request. */
  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private RequestPermits.Permit take(HttpServletRequest request) {
    if (request.getAttribute(SealcastAuthenticationMechanism.OVER_LIMIT) != null) {
      throw permits.reject();
    }
    Optional<Account> account = current.find();
    return account.isPresent()
        ? permits.take(account.get().id())
        : permits.take(addresses.networkOf(request));
  }

  /** Responds without the application's error page, which would cost more than the request. */
  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, DomainException why)
      throws IOException {
    // otherwise the server would wait for the rest of the body before it reads the next request
    response.setHeader("Connection", "close");
    if (ApiGuard.isApi(request)) {
      Problems.send(request, response, why);
      return;
    }
    byte[] body = why.getMessage().getBytes(StandardCharsets.UTF_8);
    response.setStatus(why.code().httpStatus());
    Problems.setRetryAfter(response, why);
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    response.flushBuffer();
  }
}
