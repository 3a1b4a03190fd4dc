package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.MediaSink;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
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
  void knowsWhyTheSinkRefusedAsSoonAsTheClientHearsOfIt() {
    MediaSource none = MediaLab.source(new byte[0]);
    try (LoopbackLink link = new LoopbackLink(none, new FullSink())) {
      link.answerOnly(ProcessHandle.current().pid());
      HttpRequest put =
          HttpRequest.newBuilder(URI.create(link.outputUrl("720p.mp4")))
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

  private static final class FullSink implements MediaSink {
    @Override
    public OutputStream open(String name) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
    }

    @Override
    public void discard(String name) {
      throw new UnsupportedOperationException("nothing was written");
    }

    @Override
    public MediaSource reopen(String name) {
      throw new UnsupportedOperationException("nothing was written");
    }
  }
}
