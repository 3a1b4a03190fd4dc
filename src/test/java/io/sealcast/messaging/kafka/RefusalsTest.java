package io.sealcast.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.TopicFault;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final String MINE = "streaming-response-web-1";
  private static final int CHUNK = 1 << 20;
  private static final RecordTooLargeException TOO_LARGE = new RecordTooLargeException("large");

  private long now;
  private final SendRejections rejections = new SendRejections(() -> now);

  @Test
  void namesTopicAndSettingOfWhatIsRefused() {
    rejections.sent(MINE, CHUNK, new CompletionException(TOO_LARGE));
    rejections.sent("video-processing", 300, new TopicAuthorizationException("no"));
    assertThat(rejections.present(Set.of(MINE)))
        .extracting(TopicFault::topic, TopicFault::setting, TopicFault::stopsStreams)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(MINE, "max.message.bytes", true),
            org.assertj.core.groups.Tuple.tuple(
                "video-processing", "the right to write to it (ACL)", false));
  }

  @Test
  void whatMayPassByItselfIsNoRefusal() {
    rejections.sent(MINE, CHUNK, new TimeoutException("away"));
    rejections.sent(MINE, CHUNK, new NotEnoughReplicasException("for now"));
    rejections.sent(MINE, CHUNK, new UnknownTopicOrPartitionException("deleted"));
    assertThat(rejections.present(Set.of())).isEmpty();
  }

  @Test
  void oneThatIsTakenClearsATopicIfItIsAsLarge() {
    rejections.sent(MINE, CHUNK, TOO_LARGE);
    rejections.sent(MINE, 0, null);
    assertThat(rejections.present(Set.of())).as("a failure fits, a chunk doesn't").hasSize(1);
    rejections.sent(MINE, CHUNK, null);
    assertThat(rejections.present(Set.of())).isEmpty();
  }

  @Test
  void isForgottenWhenNothingIsSentAnyMore() {
    rejections.sent(MINE, CHUNK, TOO_LARGE);
    now += Duration.ofSeconds(29).toNanos();
    assertThat(rejections.present(Set.of())).hasSize(1);
    now += Duration.ofSeconds(2).toNanos();
    assertThat(rejections.present(Set.of())).isEmpty();
  }

  @Test
  void sparesTheBrokerWhatItHasJustRefused() {
    assertThat(rejections.isRefused(MINE, CHUNK)).isFalse();
    rejections.sent(MINE, CHUNK, TOO_LARGE);
    assertThat(rejections.isRefused(MINE, CHUNK)).isTrue();
    assertThat(rejections.isRefused(MINE, CHUNK - 1)).as("it may fit").isFalse();
    assertThat(rejections.isRefused("streaming-response-web-2", CHUNK)).isFalse();
    now += Duration.ofSeconds(2).toNanos();
    assertThat(rejections.isRefused(MINE, CHUNK)).as("it may have been mended").isFalse();
  }

  @Test
  void tellsNoRequestId() {
    String secret = "2f8c1a40-0d5e-7c11-9b3a-5d1f00c0ffee";
    rejections.sent("streaming-response-" + secret, CHUNK, TOO_LARGE);
    assertThat(rejections.present(Set.of()))
        .extracting(TopicFault::topic)
        .containsExactly("streaming-response-{session}");
  }
}
