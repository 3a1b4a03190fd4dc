package io.sealcast.gateway.websocket;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.path.BasePath;
import io.sealcast.playback.StreamSessions;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects WebSocket handshakes that aren't permitted. The response is a problem with an
 * explanation, which would be impossible after the handshake. Handshakes of other sites don't get
 * here; see io.sealcast.origin.OriginPolicy.
 */
@WebFilter(
    filterName = "io.sealcast.gateway.websocket.HandshakeFilter",
    urlPatterns = "/api/ws/*",
    asyncSupported = true)
public class HandshakeFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern PATH = Pattern.compile("/api/ws/stream/([^/]+)");

  @Inject private transient CurrentAccount caller;
  @Inject private transient StreamSessions sessions;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      admit(request);
    } catch (DomainException e) {
      Problems.send(request, response, e);
      return;
    }
    chain.doFilter(request, response);
  }

  private void admit(HttpServletRequest request) {
    Viewer viewer = caller.require();
    Matcher m = PATH.matcher(BasePath.pathOf(request));
    if (!m.matches()) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    sessions.require(viewer, m.group(1));
    if (!request.getMethod().equals("GET")) {
      throw new DomainException(ErrorCode.METHOD_NOT_ALLOWED);
    }
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      throw new DomainException(ErrorCode.BAD_REQUEST, "This is a WebSocket: connect by ws:.");
    }
  }
}
