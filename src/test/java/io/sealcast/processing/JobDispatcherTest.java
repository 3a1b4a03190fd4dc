package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealcast.messaging.ProcessingJob;
import io.sealcast.role.Roles;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobDispatcherTest {
  /** Nothing of the application is there yet, so that whatever the desk touched would fail. */
  @Test
  void aJobThatComesBeforeTheApplicationHasStartedIsLetGo() {
    JobDispatcher dispatcher =
        new JobDispatcher(null, null, null, null, new Roles("web,processor"), 1);
    ProcessingJob early = new ProcessingJob("job", 1, Instant.MAX, new byte[60]);

    assertThatCode(() -> dispatcher.handle(early)).doesNotThrowAnyException();
  }
}
