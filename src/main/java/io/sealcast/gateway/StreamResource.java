package io.sealcast.gateway;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** Opens stream sessions with the encryption key, and ends them. */
@Path("stream/{file_id}")
@RequestScoped
public class StreamResource {
  // found once: looking for it costs more than a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private Event<StreamEnded> ended;

  /** Proves the key; the answer says where the video is to be had. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response open(@PathParam("file_id") String fileId, JsonObject body) {
    try (StreamRequest request = StreamRequest.of(body)) {
      StreamSessions.Opened opened =
          sessions.open(
              caller.require(), FileId.parse(fileId), request.encryptionKey(), request.delivery());
      return Response.accepted(describe(opened)).header("Cache-Control", "no-store").build();
    }
  }

  /** Ends a session and all that it has under way. */
  @DELETE
  @Path("{request_id}")
  public void end(@PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    Viewer viewer = caller.require();
    StreamSession session = sessions.require(viewer, FileId.parse(fileId), requestId);
    sessions.end(viewer, session.fileId(), requestId);
    ended.fire(new StreamEnded()); // the viewer needn't wait for the next round of timeouts
  }

  /**
   * The viewer's page was left: the session ends some minutes later, unless somebody uses it again
   * (back in the page's history, another tab).
   */
  @POST
  @Path("{request_id}/leave")
  public void leave(
      @PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    sessions.leave(caller.require(), FileId.parse(fileId), requestId);
  }

  static JsonObject describe(StreamSessions.Opened opened) {
    StreamSession session = opened.session();
    StreamLinks links = new StreamLinks(session);
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("request_id", session.requestId())
            .add("file_id", session.fileId())
            .add("status", "streaming_initiated")
            .add("message", "Streaming request sent to Kafka")
            .add("websocket_url", links.websocket())
            .add("events_url", links.events())
            .add("media_url", links.media())
            .add("manifest_url", links.manifest())
            .add("expires_at", session.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString());
    if (opened.responseTopic() != null) {
      MediaObject object = session.defaultRendition();
      ChunkedRange plan = new ChunkedRange(ByteRange.whole(object.getSize()));
      json.add("response_topic", opened.responseTopic())
          .add("response_key", Base64.getEncoder().encodeToString(opened.responseKey()))
          .add("object", object.getName())
          .add("size", object.getSize())
          .add("chunk_size", plan.grid().chunkSize())
          .add("chunk_count", plan.count());
    }
    return json.build();
  }
}
