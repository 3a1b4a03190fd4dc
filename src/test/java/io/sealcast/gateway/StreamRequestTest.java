package io.sealcast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.path.BasePath;
import io.sealcast.playback.StreamSessions;
import io.sealcast.playback.StreamSessions.Delivery;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamRequestTest {
  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  @Test
  void readsTheKeyAndWipesItsCopy() {
    StreamRequest request = StreamRequest.of(json("{'encryption_key':'p\\u00e4ss word'}"));
    char[] key = request.encryptionKey();
    assertThat(new String(key)).isEqualTo("päss word");
    assertThat(request.delivery()).isEqualTo(Delivery.GATEWAY);
    request.close();
    assertThat(key).containsOnly('\0');
  }

  @Test
  void knowsDeliveryByTopic() {
    assertThat(StreamRequest.of(json("{'encryption_key':'k','delivery':'topic'}")).delivery())
        .isEqualTo(Delivery.TOPIC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|MISSING_FIELD|encryption_key",
        "{'encryption_key':''}|MISSING_FIELD|encryption_key",
        "{'encryption_key':null}|MISSING_FIELD|encryption_key",
        "{'encryption_key':12345678}|VALIDATION_FAILED|encryption_key",
        "{'encryption_key':'k','delivery':'pigeon'}|VALIDATION_FAILED|delivery",
        "{'encryption_key':'k','delivery':1}|VALIDATION_FAILED|delivery",
      })
  void namesTheFieldThatIsWrong(String body, ErrorCode code, String field) {
    assertThatThrownBy(() -> StreamRequest.of(json(body)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.errors()).singleElement().extracting("field").isEqualTo(field);
            });
  }

  @Test
  void theAnswerSaysWhereTheVideoIsToBeHad() {
    FakeSessions sessions = new FakeSessions(3_000_000);
    assertThat(
            StreamResource.describe(
                new StreamSessions.Opened(sessions.session, null, null), new BasePath("")))
        .isEqualTo(
            json(
                """
                {'request_id':'rid-1','file_id':7,'status':'streaming_initiated',
                 'message':'Streaming request sent to Kafka',
                 'websocket_url':'/api/ws/stream/rid-1',
                 'events_url':'/api/stream/7/chunks/rid-1',
                 'media_url':'/api/stream/7/media/rid-1/720p.mp4',
                 'manifest_url':'/api/stream/7/manifest/rid-1.m3u8',
                 'dash_url':'/api/stream/7/manifest/rid-1.mpd',
                 'storyboard_url':null,
                 'chapters_url':null,
                 'captions':[],
                 'expires_at':'2030-01-02T03:04:05Z'}
                """));
  }

  @Test
  void theAddressesBeginWithTheBasePath() {
    FakeSessions sessions = new FakeSessions(3_000_000);
    JsonObject answer =
        StreamResource.describe(
            new StreamSessions.Opened(sessions.session, null, null), new BasePath("/videos"));
    assertThat(answer.getString("websocket_url")).startsWith("/videos/api/ws/stream/");
    for (String name : new String[] {"events_url", "media_url", "manifest_url", "dash_url"}) {
      assertThat(answer.getString(name)).as(name).startsWith("/videos/api/stream/");
    }
  }

  @Test
  void theAnswerTellsAConsumerOfATopicAllThatItNeeds() {
    FakeSessions sessions = new FakeSessions(3_000_000);
    JsonObject answer =
        StreamResource.describe(
            new StreamSessions.Opened(
                sessions.session, "streaming-response-rid-1", new byte[] {1, 2, 3}),
            new BasePath(""));
    assertThat(answer.getString("response_topic")).isEqualTo("streaming-response-rid-1");
    assertThat(answer.getString("response_key")).isEqualTo("AQID");
    assertThat(answer.getString("object")).isEqualTo("720p.mp4");
    assertThat(answer.getInt("size")).isEqualTo(3_000_000);
    assertThat(answer.getInt("chunk_count")).isEqualTo(3);
  }
}
