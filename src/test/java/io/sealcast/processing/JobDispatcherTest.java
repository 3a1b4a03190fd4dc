package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealcast.messaging.ProcessingJob;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobDispatcherTest {
  /** Nothing of the application is there yet, so that whatever the desk touched would fail. */
  @Test
  void aJobThatComesBeforeTheApplicationHasStartedIsLetGo() {
    JobDispatcher dispatcher =
        new JobDispatcher(null, null, null, null, List.of("web", "processor"), 1);
    ProcessingJob early = new ProcessingJob("job", 1, Instant.MAX, new byte[60]);

    assertThatCode(() -> dispatcher.handle(early)).doesNotThrowAnyException();
  }
}
