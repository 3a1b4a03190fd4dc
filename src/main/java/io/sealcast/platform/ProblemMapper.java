package io.sealcast.platform;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.Problems;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;

/** Whatever a resource throws becomes {@code application/problem+json}. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
      return web.getResponse();
    }
    DomainException problem = FailureTranslator.translate(thrown);
    int status = problem.code().httpStatus();
    // As bytes: the caller may have asked for a format that JSON writers don't offer. With their
    // number, so that a caller who is still sending knows that the answer is complete.
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
    if (status == 405 && thrown instanceof WebApplicationException web) {
      answer.header(HttpHeaders.ALLOW, web.getResponse().getHeaderString(HttpHeaders.ALLOW));
    }
    return answer.build();
  }
}
