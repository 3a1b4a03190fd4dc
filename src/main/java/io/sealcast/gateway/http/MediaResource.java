package io.sealcast.gateway.http;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaObject;
import io.sealcast.gateway.MediaViews;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** Serves an object of a stream session, or one range of it, by plain HTTP. */
@Path("stream/{file_id}/media/{request_id}/{object}")
@RequestScoped
public class MediaResource {
  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private ObjectResponses responses;
  @Context private Request request;
  @Context private HttpHeaders headers;

  @PathParam("file_id")
  private String fileId;

  @PathParam("request_id")
  private String requestId;

  @PathParam("object")
  private String name;

  @HEAD
  public Response head() {
    Viewer viewer = caller.require();
    return responses.head(MediaViews.require(session(viewer), name)).build();
  }

  @GET
  public Response get() {
    Viewer viewer = caller.require();
    StreamSession session = session(viewer);
    return responses
        .get(viewer, session, MediaViews.require(session, name), request, headers)
        .build();
  }

  private StreamSession session(Viewer viewer) {
    StreamSession session = sessions.require(viewer, FileId.parse(fileId), requestId);
    // since this instance got to know the session, captions may have been added or removed, and
    // parts published
    boolean isFixed =
        session
            .view(name)
            .filter(view -> session.complete() || view.kind() != MediaObject.Kind.RENDITION)
            .filter(view -> view.kind() != MediaObject.Kind.CAPTIONS)
            .isPresent();
    return isFixed ? session : sessions.refresh(viewer, session);
  }
}
