package io.sealcast.platform;

import io.sealcast.problem.CorrelationId;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Assigns an id to each request, or adopts the one that a proxy has assigned, counts the request,
 * and traces it when tracing is on.
 */
public class CorrelationFilter implements Filter {
  static final String HEADER = "X-Request-Id";
  private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final Pattern TRACE =
      Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  @Inject private HttpCounts counts;
  @Inject private HttpSpans spans;

  @Override
  public void doFilter(ServletRequest in, ServletResponse out, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) in;
    HttpServletResponse response = (HttpServletResponse) out;
    String id = idOf(request.getHeader(HEADER), request.getHeader("traceparent"));
    response.setHeader(HEADER, id);
    CorrelationId.set(id);
    LogContext.set(id);
    try (HttpSpans.Served span = spans.begin(request)) {
      chain.doFilter(in, out);
      span.status(response.getStatus());
    } finally {
      LogContext.set(null);
      CorrelationId.set(null);
      counts.count(response.getStatus());
    }
  }

  static String idOf(String given, String traceparent) {
    if (given != null && GIVEN.matcher(given).matches()) {
      return given;
    }
    Matcher trace = TRACE.matcher(traceparent == null ? "" : traceparent);
    return trace.matches()
        ? trace.group(1)
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
