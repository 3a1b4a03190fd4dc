package io.sealcast.gateway.http;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.MediaView;
import io.sealcast.gateway.BlockingRange;
import io.sealcast.gateway.DeliveredBytes;
import io.sealcast.gateway.HttpStream;
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
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the responses with an object, or one range of it (RFC 9110, section 14). */
@RequestScoped
class ObjectResponses {
  private final StreamSessions sessions;
  private final HttpStream stream;
  private final DeliveredBytes deliveredBytes;

  @Inject
  ObjectResponses(StreamSessions sessions, HttpStream stream, DeliveredBytes deliveredBytes) {
    this.sessions = sessions;
    this.stream = stream;
    this.deliveredBytes = deliveredBytes;
  }

  /** Describes the whole object, since {@code Range} is defined only for GET. */
  Response.ResponseBuilder head(MediaView object) {
    return headers(Response.ok(), object).header("Content-Length", object.size());
  }

  /**
   * Returns the object or the requested range of it. It waits for the first bytes, so that an
   * earlier failure results in a proper error response.
   */
  Response.ResponseBuilder get(
      Viewer viewer,
      StreamSession session,
      MediaView object,
      Request request,
      HttpHeaders requestHeaders) {
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(etag(object));
    if (unchanged != null) {
      return headers(unchanged, object);
    }
    Optional<ByteRange> requested;
    try {
      requested = requestedRange(object, requestHeaders);
    } catch (DomainException e) {
      return unsatisfiable(e, object);
    }
    stream.take(viewer);
    ByteRange range = requested.orElse(ByteRange.whole(object.size()));
    Response.ResponseBuilder answer =
        requested.isPresent()
            ? Response.status(Response.Status.PARTIAL_CONTENT)
                .header("Content-Range", range.contentRange(object.size()))
            : Response.ok();
    return headers(answer, object)
        .header("Content-Length", range.length())
        .entity(body(session, object, range));
  }

  private static Optional<ByteRange> requestedRange(MediaView object, HttpHeaders headers) {
    String ifRange = headers.getHeaderString("If-Range");
    boolean applies = ifRange == null || ifRange.trim().equals('"' + etag(object).getValue() + '"');
    return RangeHeader.parse(applies ? headers.getHeaderString("Range") : null, object.size());
  }

  private StreamingOutput body(StreamSession session, MediaView object, ByteRange range) {
    BlockingRange slices =
        stream.holds(
            new BlockingRange(
                from -> sessions.range(session, object.name(), from, range.to()),
                new ChunkedRange(range),
                sessions.window()));
    ByteSlice first = slices.next();
    return out -> write(session, first, slices, deliveredBytes.http(out));
  }

  private void write(
      StreamSession session, @Nullable ByteSlice first, BlockingRange slices, OutputStream out)
      throws IOException {
    try {
      for (ByteSlice slice = first; slice != null; slice = slices.next()) {
        out.write(slice.array(), slice.start(), slice.length());
        out.flush();
        // a download continues after its page was left
        sessions.used(session, Instant.now());
      }
    } catch (DomainException e) {
      // the header was sent already, so only closing the connection shows that bytes are missing
      throw new IOException(e.code().code(), e);
    }
  }

  private static EntityTag etag(MediaView object) {
    return new EntityTag(object.version());
  }

  private static Response.ResponseBuilder headers(
      Response.ResponseBuilder answer, MediaView object) {
    return answer
        .header("Content-Type", object.contentType())
        .header("Accept-Ranges", "bytes")
        .tag(etag(object))
        // the browser's cache would store the decrypted video on a disk
        .header("Cache-Control", "no-store")
        // nginx would store the decrypted video in a file, and stop reading when that has 1 GiB
        .header("X-Accel-Buffering", "no");
  }

  private static Response.ResponseBuilder unsatisfiable(DomainException e, MediaView object) {
    return Response.status(ErrorCode.RANGE_NOT_SATISFIABLE.httpStatus())
        .header("Content-Range", "bytes */" + object.size())
        .header("Accept-Ranges", "bytes")
        .header("Cache-Control", "no-store")
        .header("Content-Type", Problems.MEDIA_TYPE)
        .entity(Problems.json(e).toString());
  }
}
