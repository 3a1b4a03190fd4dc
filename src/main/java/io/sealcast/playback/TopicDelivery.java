package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.catalog.MediaView;
import io.sealcast.messaging.ReplyTopics;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Delivers sessions to topics of their own. The processors write the chunks directly to the topic;
 * this instance gets receipts and limits the chunks in flight by them.
 */
@ApplicationScoped
class TopicDelivery {
  private static final Logger LOG = System.getLogger(TopicDelivery.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final RangeEngine engine;
  private final ReplyTopics topics;
  private final AccountBulkhead bulkhead;

  @Inject
  TopicDelivery(
      RangeEngine engine,
      ReplyTopics topics,
      @ConfigProperty(name = "sealcast.stream.topic-deliveries") int limit,
      @ConfigProperty(name = "sealcast.stream.topic-deliveries-per-account") int limitPerAccount) {
    this.engine = engine;
    this.topics = topics;
    this.bulkhead = new AccountBulkhead(limit, limitPerAccount, RETRY_AFTER);
  }

  /**
   * Creates the session's topic and starts to deliver the default rendition. Blocks until the topic
   * exists.
   *
   * @return name of the topic
   * @throws DomainException TOO_MANY_REQUESTS, OVERLOADED, MESSAGING_UNAVAILABLE
   */
  String begin(LiveSession session) {
    AccountBulkhead.Permit permit = bulkhead.take(session.session().accountId());
    try {
      String topic = topics.create(session.hashInHex()).toCompletableFuture().join();
      MediaView rendition = session.session().defaultRendition();
      engine.subscribe(
          session,
          rendition.range(ByteRange.whole(rendition.size())),
          topic,
          new Pump(session, permit));
      return topic;
    } catch (CompletionException e) {
      permit.close();
      throw e.getCause() instanceof DomainException known
          ? known
          : new DomainException(ErrorCode.MESSAGING_UNAVAILABLE, e);
    }
  }

  /** Requests the next chunk when the receipt of the previous one arrives. */
  private final class Pump implements Flow.Subscriber<ByteSlice> {
    private final LiveSession session;
    private final AccountBulkhead.Permit permit;
    private Flow.@Nullable Subscription subscription;

    Pump(LiveSession session, AccountBulkhead.Permit permit) {
      this.session = session;
      this.permit = permit;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
      subscription = s;
      s.request(engine.policy().window());
    }

    @Override
    public void onNext(ByteSlice receipt) {
      Objects.requireNonNull(subscription).request(1);
    }

    @Override
    public void onError(Throwable e) {
      permit.close();
      LOG.log(
          Level.INFO,
          "Delivery of video {0} to a topic broke off: {1}",
          session.session().fileId(),
          e.getMessage());
    }

    @Override
    public void onComplete() {
      permit.close();
    }
  }
}
