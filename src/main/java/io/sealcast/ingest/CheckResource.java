package io.sealcast.ingest;

import io.sealcast.account.CurrentAccount;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The resource by which a page learns that a file is no video while it uploads it. A browser shows
 * the response to an upload only when it has sent everything, however early the server responds.
 */
@Path("videos/check")
@RequestScoped
public class CheckResource {
  private static final int MAX_BYTES = 1 << 20;
  private static final int BUFFER = 64 * 1024;

  @Inject private CurrentAccount current;

  /** Examines the beginning of a file, of at most 1 MiB. Nothing of it is kept. */
  @POST
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  public void check(@Context HttpServletRequest request) throws IOException {
    current.require();
    if (request.getContentLengthLong() > MAX_BYTES) {
      throw new DomainException(ErrorCode.REQUEST_TOO_LARGE);
    }
    byte[] buffer = new byte[BUFFER];
    try (FileBeginning beginning = new FileBeginning()) {
      InputStream body = request.getInputStream();
      int total = 0;
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        total += n;
        if (total > MAX_BYTES) {
          throw new DomainException(ErrorCode.REQUEST_TOO_LARGE);
        }
        beginning.add(buffer, 0, n);
      }
      beginning.end();
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }
}
