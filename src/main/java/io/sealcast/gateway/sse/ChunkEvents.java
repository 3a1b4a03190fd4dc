package io.sealcast.gateway.sse;

import io.sealcast.catalog.MediaObject;
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

/** Writes a range as the events start, chunk…, end; an error event wherever it breaks off. */
final class ChunkEvents {
  /** The id of the event {@code end}: who has it lacks nothing. */
  private static final String END_ID = "end";

  private final StreamSessions sessions;
  private final StreamSession session;
  private final MediaObject object;
  private final ChunkedRange plan;
  private final Resume resume;
  private final HttpStream stream;

  ChunkEvents(
      StreamSessions sessions,
      StreamSession session,
      MediaObject object,
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
   * Where to go on.
   *
   * @param index of the first chunk to send; the plan's count when only the end is missing
   * @param isOver whether nothing is missing
   */
  record Resume(long index, boolean isOver) {
    /** What follows an event; from the beginning for an id that isn't one of ours. */
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
        // Not again later on: a page makes its buffer of it.
        out.event(null, SimpleMessages.start(object, plan));
      }
      if (resume.index() < plan.count()) {
        writeChunks(out);
      }
      out.event(END_ID, SimpleMessages.end());
    } catch (DomainException e) {
      if (stream.isStopping()) {
        throw new IOException(e.code().code(), e); // the client comes back by itself
      }
      out.event(null, SimpleMessages.error(e));
    }
  }

  private void writeChunks(EventStream out) throws IOException {
    ChunkedRange rest = new ChunkedRange(plan.bytes().startingAt(plan.startOf(resume.index())));
    BlockingRange range =
        stream.holds(
            new BlockingRange(
                from -> sessions.range(session, object.getName(), from, rest.bytes().to()),
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
      if (!sessions.isLive(session, Instant.now())) {
        throw new DomainException(ErrorCode.SESSION_ENDED);
      }
    }
  }
}
