package io.sealcast.gateway.http;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.KeyJson;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.Videos;
import io.sealcast.gateway.StreamLinks;
import io.sealcast.path.BasePath;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Serves the file as it was uploaded, as a download, while a stream session of the video is open,
 * which may be one that was opened for the download alone. The header {@code Sealcast-Stream} or,
 * for links, the query parameter {@code request_id} names the session.
 */
@Path("videos/{file_id}/original")
@RequestScoped
public class OriginalResource {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private Videos videos;
  @Inject private ObjectResponses responses;
  @Inject private BasePath base;
  @Context private Request request;
  @Context private HttpHeaders headers;

  @PathParam("file_id")
  private String fileId;

  @HeaderParam("Sealcast-Stream")
  private @Nullable String requestIdInHeader;

  @QueryParam("request_id")
  private @Nullable String requestIdInQuery;

  /**
   * Opens a session for the download with the encryption key, in whichever state the video is. The
   * response contains the address of the file.
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response open(JsonObject body) {
    char[] key = KeyJson.require(body);
    try {
      StreamSession session = sessions.openDownload(caller.require(), FileId.parse(fileId), key);
      JsonObject opened =
          JSON.createObjectBuilder()
              .add("request_id", session.requestId())
              .add("original_url", new StreamLinks(session, base).original())
              .add("expires_at", session.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString())
              .build();
      return Response.ok(opened).header("Cache-Control", "no-store").build();
    } finally {
      Arrays.fill(key, '\0');
    }
  }

  @HEAD
  public Response head() {
    Viewer viewer = caller.require();
    StreamSession session = session(viewer);
    return asDownload(responses.head(source(session)), viewer, session);
  }

  @GET
  public Response get() {
    Viewer viewer = caller.require();
    StreamSession session = session(viewer);
    return asDownload(
        responses.get(viewer, session, source(session), request, headers), viewer, session);
  }

  private StreamSession session(Viewer viewer) {
    String requestId = requestIdInHeader != null ? requestIdInHeader : requestIdInQuery;
    if (requestId == null || requestId.isEmpty()) {
      throw DomainException.field(
          ErrorCode.MISSING_FIELD, "request_id", "The request id of an open stream is missing.");
    }
    return sessions.require(viewer, FileId.parse(fileId), requestId);
  }

  private static MediaView source(StreamSession session) {
    return session.source().orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }

  private Response asDownload(
      Response.ResponseBuilder response, Viewer viewer, StreamSession session) {
    String filename = videos.require(viewer, session.fileId()).getFilename();
    return response
        .header(HttpHeaders.CONTENT_DISPOSITION, AttachmentName.header(filename))
        .build();
  }
}
