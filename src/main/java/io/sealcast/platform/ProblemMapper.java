package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;

/** Maps every exception of a resource to {@code application/problem+json} (RFC 9457). */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context private HttpHeaders headers;
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
      return web.getResponse();
    }
    DomainException problem = FailureTranslator.translate(thrown);
    int status = problem.code().httpStatus();
    // The entity is bytes, since the caller may accept only formats that no JSON writer produces.
    // It has a Content-Length, so that a caller that is still sending can tell that the response is
    // complete.
    byte[] body = Problems.json(problem).toString().getBytes(StandardCharsets.UTF_8);
    Response.ResponseBuilder answer =
        Response.status(status)
            .type(Problems.MEDIA_TYPE)
            .header(HttpHeaders.CONTENT_LENGTH, body.length)
            .entity(body);
    problem.retryAfter().ifPresent(w -> answer.header("Retry-After", Problems.seconds(w)));
    if (status == 401 && Problems.challenges(headers::getHeaderString)) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, Problems.CHALLENGE);
    }
    if (problem.code() == ErrorCode.REQUEST_TOO_SLOW || UnreadBody.isLarge(request)) {
      // the rest of the body is of no use, so that a client need not go on sending it
      answer.header("Connection", "close");
    }
    if (status == 405 && thrown instanceof WebApplicationException web) {
      answer.header(HttpHeaders.ALLOW, web.getResponse().getHeaderString(HttpHeaders.ALLOW));
    }
    return answer.build();
  }
}
