package io.sealcast.gateway;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.CaptionTrack;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaView;
import io.sealcast.path.BasePath;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.range.ChunkGrid;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
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
import java.util.Optional;

/** The resource that opens and ends stream sessions. */
@Path("stream/{file_id}")
@RequestScoped
public class StreamResource {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private BasePath base;
  @Inject private Event<StreamEnded> ended;

  /** Opens a session with the encryption key. The response contains the addresses of the video. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response open(@PathParam("file_id") String fileId, JsonObject body) {
    try (StreamRequest request = StreamRequest.of(body)) {
      StreamSessions.Opened opened =
          sessions.open(
              caller.require(), FileId.parse(fileId), request.encryptionKey(), request.delivery());
      return Response.accepted(describe(opened, base)).header("Cache-Control", "no-store").build();
    }
  }

  /** Ends a session and its transfers. */
  @DELETE
  @Path("{request_id}")
  public void end(@PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    Viewer viewer = caller.require();
    StreamSession session = sessions.require(viewer, FileId.parse(fileId), requestId);
    sessions.end(viewer, session.fileId(), requestId);
    ended.fire(new StreamEnded()); // connections needn't wait for the next check of timeouts
  }

  /**
   * Records that the viewer's page was left. The session ends some minutes later unless it is used
   * again, by going back in the history or in another tab.
   */
  @POST
  @Path("{request_id}/leave")
  public void leave(
      @PathParam("file_id") String fileId, @PathParam("request_id") String requestId) {
    sessions.leave(caller.require(), FileId.parse(fileId), requestId);
  }

  static JsonObject describe(StreamSessions.Opened opened, BasePath base) {
    StreamSession session = opened.session();
    StreamLinks links = new StreamLinks(session, base);
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
            .add("dash_url", links.dash())
            .add("storyboard_url", url(session.storyboard(), links))
            .add("chapters_url", url(session.chapters(), links))
            .add("captions", captions(session, links))
            .add("expires_at", session.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString());
    if (opened.responseTopic() != null) {
      MediaView object = session.defaultRendition();
      int chunkSize = ChunkGrid.DEFAULT.chunkSize();
      json.add("response_topic", opened.responseTopic())
          .add("response_key", Base64.getEncoder().encodeToString(opened.responseKey()))
          .add("object", object.name())
          .add("size", object.size())
          .add("chunk_size", chunkSize)
          .add("chunk_count", object.chunkCount(chunkSize));
    }
    return json.build();
  }

  private static JsonValue url(Optional<MediaView> view, StreamLinks links) {
    return view.<JsonValue>map(v -> JSON.createValue(links.media(v.name()))).orElse(JsonValue.NULL);
  }

  private static JsonArrayBuilder captions(StreamSession session, StreamLinks links) {
    JsonArrayBuilder captions = JSON.createArrayBuilder();
    for (CaptionTrack track : session.captions()) {
      captions.add(
          JSON.createObjectBuilder()
              .add("language", track.language().value())
              .add("label", track.label())
              .add("url", links.media(track.object())));
    }
    return captions;
  }
}
