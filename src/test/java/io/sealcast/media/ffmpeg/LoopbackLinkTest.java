package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.RepeatedTest;

class LoopbackLinkTest {
  /**
   * The client ends when its connection is closed, as ffmpeg does; the reason must be known then.
   */
  @RepeatedTest(50)
  void knowsWhyTheReceiverRefusedAsSoonAsTheClientHearsOfIt() {
    MediaSource none = MediaLab.source(new byte[0]);
    try (LoopbackLink link = new LoopbackLink(none, LoopbackLinkTest::refuse)) {
      link.answerOnly(ProcessHandle.current().pid());
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(link.outputUrl()))
              .PUT(BodyPublishers.ofByteArray(new byte[1 << 20]))
              .build();

      assertThatThrownBy(() -> HttpClient.newHttpClient().send(put, BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
      assertThat(link.refusal())
          .isNotNull()
          .extracting(DomainException::code)
          .isEqualTo(ErrorCode.INSUFFICIENT_STORAGE);
    }
  }

  private static void refuse(InputStream output, Runnable activity) {
    throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
  }
}
