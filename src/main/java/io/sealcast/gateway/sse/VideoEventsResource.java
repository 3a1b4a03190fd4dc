package io.sealcast.gateway.sse;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.account.CurrentSignIn;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.Videos;
import io.sealcast.catalog.WatchPositions;
import io.sealcast.gateway.HttpStream;
import io.sealcast.playback.VideoFeed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.BooleanSupplier;

/** Streams the changes of a video's status and progress. */
@Path("videos/{file_id}/events")
@RequestScoped
public class VideoEventsResource {
  @Inject private CurrentAccount caller;
  @Inject private CurrentSignIn signIn;
  @Inject private Videos videos;
  @Inject private WatchPositions positions;
  @Inject private VideoFeed feed;
  @Inject private EventStreams streams;
  @Inject private HttpStream stream;

  /**
   * Sends the current state and then each change, until the video is deleted, the caller
   * disconnects or is signed out, or the stream's lifetime is over.
   */
  @GET
  public Response events(@PathParam("file_id") String fileId) {
    Account viewer = caller.require();
    long id = FileId.parse(fileId);
    videos.require(viewer, id);
    stream.holds(streams.take(viewer.id())::close);
    long started = System.nanoTime();
    long lifetime = streams.lifetime().toNanos();
    BooleanSupplier isSignedIn = signIn.holds();
    VideoEvents events =
        new VideoEvents(
            () ->
                VideoJson.of(videos.require(viewer, id), viewer, positions.find(viewer, id))
                    .toString(),
            () ->
                stream.isStopping()
                    || System.nanoTime() - started > lifetime
                    || !isSignedIn.getAsBoolean(),
            EventStream.HEARTBEAT);
    VideoFeed.Watch watch = feed.watch(id, events::changed);
    stream.holds(watch::close);
    StreamingOutput body = out -> events.write(new EventStream(out).withRetry());
    return EventStream.answer(body);
  }
}
