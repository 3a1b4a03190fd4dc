package io.sealcast.gateway.http;

import io.sealcast.account.CurrentAccount;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.MediaObject;
import io.sealcast.gateway.BlockingRange;
import io.sealcast.gateway.DeliveredBytes;
import io.sealcast.gateway.HttpStream;
import io.sealcast.gateway.MediaObjects;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.problem.Problems;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkedRange;
import io.sealcast.range.RangeHeader;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Serves an object, or one range of it, by plain HTTP (RFC 9110, section 14). */
@Path("stream/{file_id}/media/{request_id}/{object}")
@RequestScoped
public class MediaResource {
  @Inject private CurrentAccount caller;
  @Inject private StreamSessions sessions;
  @Inject private HttpStream stream;
  @Inject private DeliveredBytes deliveredBytes;
  @Context private Request request;

  @PathParam("file_id")
  private String fileId;

  @PathParam("request_id")
  private String requestId;

  @PathParam("object")
  private String name;

  /** Describes the whole object, since {@code Range} is defined only for GET. */
  @HEAD
  public Response head() {
    MediaObject object = MediaObjects.require(session(caller.require()), name);
    return headers(Response.ok(), object).header("Content-Length", object.getSize()).build();
  }

  @GET
  public Response get(
      @HeaderParam("Range") @Nullable String rangeHeader,
      @HeaderParam("If-Range") @Nullable String ifRange) {
    Viewer viewer = caller.require();
    StreamSession session = session(viewer);
    MediaObject object = MediaObjects.require(session, name);
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(etag(object));
    if (unchanged != null) {
      return headers(unchanged, object).build();
    }
    Optional<ByteRange> requested;
    try {
      requested =
          RangeHeader.parse(applies(ifRange, object) ? rangeHeader : null, object.getSize());
    } catch (DomainException e) {
      return unsatisfiable(e, object);
    }
    stream.take(viewer);
    ByteRange range = requested.orElse(ByteRange.whole(object.getSize()));
    Response.ResponseBuilder answer =
        requested.isPresent()
            ? Response.status(Response.Status.PARTIAL_CONTENT)
                .header("Content-Range", range.contentRange(object.getSize()))
            : Response.ok();
    return headers(answer, object)
        .header("Content-Length", range.length())
        .entity(body(session, range))
        .build();
  }

  private StreamSession session(Viewer viewer) {
    return sessions.require(viewer, FileId.parse(fileId), requestId);
  }

  /** Waits for the first slice, so that an earlier failure results in a proper error response. */
  private StreamingOutput body(StreamSession session, ByteRange range) {
    BlockingRange slices =
        stream.holds(
            new BlockingRange(
                from -> sessions.range(session, name, from, range.to()),
                new ChunkedRange(range),
                sessions.window()));
    ByteSlice first = slices.next();
    return out -> write(first, slices, deliveredBytes.http(out));
  }

  private static void write(@Nullable ByteSlice first, BlockingRange slices, OutputStream out)
      throws IOException {
    try {
      for (ByteSlice slice = first; slice != null; slice = slices.next()) {
        out.write(slice.array(), slice.start(), slice.length());
        out.flush();
      }
    } catch (DomainException e) {
      // the header was sent already, so only closing the connection shows that bytes are missing
      throw new IOException(e.code().code(), e);
    }
  }

  private static boolean applies(@Nullable String ifRange, MediaObject object) {
    return ifRange == null || ifRange.trim().equals('"' + etag(object).getValue() + '"');
  }

  private static EntityTag etag(MediaObject object) {
    return new EntityTag(object.getObjectId().toString()); // an object never changes
  }

  private static Response.ResponseBuilder headers(
      Response.ResponseBuilder answer, MediaObject object) {
    return answer
        .header("Content-Type", object.getContentType())
        .header("Accept-Ranges", "bytes")
        .tag(etag(object))
        // the browser's cache would store the decrypted video on a disk
        .header("Cache-Control", "no-store")
        // nginx would store the decrypted video in a file, and stop reading when that has 1 GiB
        .header("X-Accel-Buffering", "no");
  }

  private static Response unsatisfiable(DomainException e, MediaObject object) {
    return Response.status(ErrorCode.RANGE_NOT_SATISFIABLE.httpStatus())
        .header("Content-Range", "bytes */" + object.getSize())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "no-store")
        .header("Content-Type", Problems.MEDIA_TYPE)
        .entity(Problems.json(e).toString())
        .build();
  }
}
