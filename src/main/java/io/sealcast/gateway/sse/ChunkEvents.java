package io.sealcast.gateway.sse;

import io.sealcast.catalog.MediaView;
import io.sealcast.gateway.BlockingRange;
import io.sealcast.gateway.HttpStream;
import io.sealcast.gateway.SimpleMessages;
import io.sealcast.playback.ByteSlice;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkedRange;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes a range as the events {@code start}, one {@code chunk} for each chunk, and {@code end}. An
 * {@code error} event takes the place of {@code end} when the delivery fails.
 */
final class ChunkEvents {
  /** The id of the event {@code end}: a client that sends it back has received everything. */
  private static final String END_ID = "end";

  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaView object;
  private final ChunkedRange plan;
  private final Resume resume;
  private final HttpStream stream;

  ChunkEvents(
      StreamSessions sessions,
      StreamSession session,
      MediaView object,
      ChunkedRange plan,
      Resume resume,
      HttpStream stream) {
    this.sessions = sessions;
    this.session = session;
    this.object = object;
    this.plan = plan;
    this.resume = resume;
    this.stream = stream;
  }

  /**
   * The point at which the delivery continues.
   *
   * @param index index of the first chunk to send; the plan's count when only {@code end} is
   *     missing
   * @param isOver whether the client has received everything
   */
  record Resume(long index, boolean isOver) {
    /** Returns the point after an event; the beginning for an unknown id. */
    static Resume after(@Nullable String lastEventId, ChunkedRange plan) {
      if (END_ID.equals(lastEventId)) {
        return new Resume(plan.count(), true);
      }
      if (lastEventId == null || !lastEventId.matches("\\d{1,18}")) {
        return new Resume(0, false);
      }
      long next = Long.parseLong(lastEventId) + 1;
      return new Resume(next <= plan.count() ? next : 0, false);
    }
  }

  void write(EventStream out) throws IOException {
    try {
      if (resume.index() == 0) {
        // only at the beginning, since a page allocates its buffer when it receives this event
        out.event(null, SimpleMessages.start(object, plan));
      }
      if (resume.index() < plan.count()) {
        writeChunks(out);
      }
      out.event(END_ID, SimpleMessages.end());
    } catch (DomainException e) {
      if (stream.isStopping()) {
        throw new IOException(e.code().code(), e); // the client reconnects by itself
      }
      out.event(null, SimpleMessages.error(e));
    }
  }

  private void writeChunks(EventStream out) throws IOException {
    ChunkedRange rest = new ChunkedRange(plan.bytes().startingAt(plan.startOf(resume.index())));
    BlockingRange range =
        stream.holds(
            new BlockingRange(
                from -> sessions.range(session, object.name(), from, rest.bytes().to()),
                rest,
                sessions.window()));
    long index = resume.index();
    while (!range.isAtEnd()) {
      ByteSlice slice = range.poll(EventStream.HEARTBEAT);
      if (slice != null) {
        out.event(Long.toString(index), SimpleMessages.chunk(index, slice, plan.isLast(index)));
        index++;
      } else if (!range.isAtEnd()) {
        out.heartbeat();
      }
      Instant now = Instant.now();
      if (!sessions.isLive(session, now)) {
        throw new DomainException(ErrorCode.SESSION_ENDED);
      }
      sessions.used(session, now);
    }
  }
}
