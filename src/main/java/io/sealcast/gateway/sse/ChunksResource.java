package io.sealcast.gateway.sse;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaView;
import io.sealcast.gateway.DeliveredBytes;
import io.sealcast.gateway.HttpStream;
import io.sealcast.gateway.MediaViews;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/**
 * The simple contract over Server-Sent Events: delivers the default rendition, or one range of an
 * object.
 */
@Path("stream/{file_id}/chunks/{request_id}")
@RequestScoped
public class ChunksResource {
  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private HttpStream stream;
  @Inject private DeliveredBytes deliveredBytes;

  /**
   * Delivers a range.
   *
   * @param name name of an object, or null for the default rendition
   * @param from position of the first byte, or null for the beginning
   * @param to position of the last byte, inclusive, or null for the end
   * @param lastEventId id of the last event that the client received; the delivery continues after
   *     it
   */
  @GET
  public Response chunks(
      @PathParam("file_id") String fileId,
      @PathParam("request_id") String requestId,
      @QueryParam("object") @Nullable String name,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId) {
    Viewer viewer = caller.require();
    StreamSession session = sessions.require(viewer, FileId.parse(fileId), requestId);
    if (!session.complete() || (name != null && session.view(name).isEmpty())) {
      // parts or captions may have been added
      session = sessions.refresh(viewer, session);
    }
    MediaView object =
        name == null ? session.defaultRendition() : MediaViews.require(session, name);
    ByteRange requested =
        ByteRange.requested(number("from", from, 0), number("to", to, object.size() - 1));
    if (!requested.isWithin(object.size())) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    ChunkedRange plan = new ChunkedRange(requested);
    ChunkEvents.Resume resume = ChunkEvents.Resume.after(lastEventId, plan);
    if (resume.isOver()) {
      // 204 is the only response that keeps an EventSource from reconnecting
      return Response.noContent().build();
    }
    stream.take(viewer);
    ChunkEvents events = new ChunkEvents(sessions, session, object, plan, resume, stream);
    StreamingOutput body = out -> events.write(new EventStream(deliveredBytes.events(out)));
    return EventStream.answer(body);
  }

  private static long number(String field, @Nullable String text, long otherwise) {
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,18}")) {
      throw DomainException.field(
          ErrorCode.VALIDATION_FAILED, field, "This must be a number of bytes.");
    }
    return Long.parseLong(text);
  }
}
