package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.sealcast.messaging.ProcessingJob;
import io.sealcast.role.Roles;
import org.junit.jupiter.api.Test;

class JobDispatcherTest {
  /** All collaborators are null, so any access to one of them would fail. */
  @Test
  void aJobThatArrivesBeforeTheApplicationHasStartedIsDropped() {
    JobDispatcher dispatcher =
        new JobDispatcher(null, null, null, null, new Roles("web,processor"), 1);
    ProcessingJob early = new ProcessingJob("job", 1);

    assertThatCode(() -> dispatcher.handle(early)).doesNotThrowAnyException();
  }
}
