package io.sealcast.platform;

import io.sealcast.origin.OriginPolicy;
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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The filter that decides for every path whether a request is accepted at all: its path has the
 * canonical spelling, it names one host, its method exists, and {@link OriginPolicy} permits it.
 * The filters after it may therefore compare paths as they were sent.
 */
public class RequestGuard implements Filter {
  private static final Set<String> PAGE_METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");
  private static final Set<String> API_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Pattern HOST = Pattern.compile("[^\\s/\\\\?#@,]{1,260}");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  @Inject private OriginPolicy policy;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    Optional<DomainException> refused = refuse(request, policy);
    if (refused.isEmpty()) {
      chain.doFilter(in, out);
      return;
    }
    send(request, (HttpServletResponse) out, refused.get());
  }

  static Optional<DomainException> refuse(HttpServletRequest request, OriginPolicy policy) {
    if (!CanonicalPath.isCanonical(request.getRequestURI())) {
      return Optional.of(new DomainException(ErrorCode.NON_CANONICAL_ADDRESS));
    }
    Optional<DomainException> ambiguous = refuseAmbiguous(request);
    if (ambiguous.isPresent()) {
      return ambiguous;
    }
    Set<String> methods = ApiGuard.isApi(request) ? API_METHODS : PAGE_METHODS;
    if (!methods.contains(request.getMethod())) {
      return Optional.of(new DomainException(ErrorCode.METHOD_NOT_ALLOWED));
    }
    return policy.refuse(request);
  }

  /**
   * Refuses what a proxy in front may have understood otherwise (RFC 9112, sections 3.2 and 6.3).
   */
  private static Optional<DomainException> refuseAmbiguous(HttpServletRequest request) {
    List<String> hosts = Collections.list(request.getHeaders("Host"));
    if (hosts.size() > 1 || !hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
      return Optional.of(
          new DomainException(ErrorCode.BAD_REQUEST, "The request doesn't name one host."));
    }
    List<String> lengths = Collections.list(request.getHeaders("Content-Length"));
    boolean chunked = request.getHeader("Transfer-Encoding") != null;
    if (lengths.size() > 1
        || (chunked && !lengths.isEmpty())
        || !lengths.stream().allMatch(length -> LENGTH.matcher(length).matches())) {
      return Optional.of(
          new DomainException(ErrorCode.BAD_REQUEST, "The body of the request has no one length."));
    }
    return Optional.empty();
  }

  private static void send(
      HttpServletRequest request, HttpServletResponse response, DomainException problem)
      throws IOException {
    if (ApiGuard.isApi(request)) {
      Problems.send(request, response, problem);
    } else {
      Problems.sendToPage(request, response, problem);
    }
    if (UnreadBody.isLarge(request)) {
      UnreadBody.drain(request, response);
    }
  }
}
