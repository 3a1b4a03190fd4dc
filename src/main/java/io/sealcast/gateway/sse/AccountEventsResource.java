package io.sealcast.gateway.sse;

import io.sealcast.account.Account;
import io.sealcast.account.CurrentAccount;
import io.sealcast.account.CurrentSignIn;
import io.sealcast.catalog.VideoStates;
import io.sealcast.catalog.WatchPositions;
import io.sealcast.gateway.HttpStream;
import io.sealcast.playback.AccountFeed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.BooleanSupplier;

/** Streams the changes of status and progress of all videos of the caller. */
@Path("events")
@RequestScoped
public class AccountEventsResource {
  @Inject private CurrentAccount caller;
  @Inject private CurrentSignIn signIn;
  @Inject private VideoStates videos;
  @Inject private WatchPositions positions;
  @Inject private AccountFeed feed;
  @Inject private EventStreams streams;
  @Inject private HttpStream stream;

  /**
   * Sends the changes since {@code Last-Event-ID}, or the states of all unfinished videos, and then
   * each change until the caller disconnects or is signed out.
   *
   * @param name name of the sign-in for which the page was rendered; see {@link
   *     CurrentSignIn#requireNamed}
   */
  @GET
  public Response events(
      @HeaderParam("Last-Event-ID") String lastEventId,
      @HeaderParam("Sealcast-Sign-In") String name) {
    Account viewer = caller.require();
    signIn.requireNamed(name);
    stream.holds(streams.take(viewer.id())::close);
    AccountFeed.Subscription changes = feed.subscribe(viewer.id(), lastEventId);
    stream.holds(changes::close);
    BooleanSupplier isSignedIn = signIn.holds();
    AccountEvents events =
        new AccountEvents(
            videos,
            positions,
            viewer,
            changes,
            () -> !stream.isStopping() && isSignedIn.getAsBoolean(),
            AccountEvents.EventPacing.lasting(streams.lifetime()));
    StreamingOutput body = out -> events.write(new EventStream(out).withRetry());
    return EventStream.answer(body);
  }
}
