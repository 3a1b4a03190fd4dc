package io.sealcast.gateway.sse;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.account.CurrentSignIn;
import io.sealcast.catalog.FileId;
import io.sealcast.catalog.VideoJson;
import io.sealcast.catalog.Videos;
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

/** A video's status and progress as they change. */
@Path("videos/{file_id}/events")
@RequestScoped
public class VideoEventsResource {
  @Inject private CurrentAccount caller;
  @Inject private CurrentSignIn signIn;
  @Inject private Videos videos;
  @Inject private VideoFeed feed;
  @Inject private HttpStream stream;

  /**
   * The state at once, then each change, until the video is deleted or the caller leaves or is
   * signed out.
   */
  @GET
  public Response events(@PathParam("file_id") String fileId) {
    Account viewer = caller.require();
    long id = FileId.parse(fileId);
    videos.require(viewer, id);
    stream.take(viewer);
    BooleanSupplier isSignedIn = signIn.holds();
    VideoEvents events =
        new VideoEvents(
            () -> VideoJson.of(videos.require(viewer, id), viewer).toString(),
            () -> stream.isStopping() || !isSignedIn.getAsBoolean(),
            EventStream.HEARTBEAT);
    VideoFeed.Watch watch = feed.watch(id, events::changed);
    stream.holds(watch::close);
    StreamingOutput body = out -> events.write(new EventStream(out));
    return EventStream.answer(body);
  }
}
