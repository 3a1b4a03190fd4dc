package io.sealcast.platform;

import io.sealcast.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A response whose {@code sendError} writes a problem in place of the server's HTML page. */
class ProblemResponse extends HttpServletResponseWrapper {
  private final HttpServletRequest request;

  ProblemResponse(HttpServletRequest request, HttpServletResponse response) {
    super(response);
    this.request = request;
  }

  @Override
  public void sendError(int status) throws IOException {
    sendError(status, null);
  }

  @Override
  public void sendError(int status, @Nullable String message) throws IOException {
    HttpServletResponse target = (HttpServletResponse) getResponse();
    Problems.send(
        request,
        target,
        FailureTranslator.ofStatus(status, new IOException("the server answered " + status)));
  }
}
