package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.MediaTools;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MediaToolsMonitorTest {
  /** Tools that become usable later, as when somebody installs them. */
  private static final class LateTools implements MediaTools {
    private boolean there;
    private boolean found;

    @Override
    public Description describe() {
      if (!found) {
        throw new DomainException(ErrorCode.PROCESSING_FAILED, "there is none");
      }
      return new Description(
          "bundled", "ffmpeg", "8.0.1", "libx264", Set.of(), Set.of(), "files, limits");
    }

    @Override
    public void searchAgain() {
      found = there;
    }
  }

  private final LateTools tools = new LateTools();
  private final MediaToolsMonitor watch = new MediaToolsMonitor(tools);

  @Test
  void takesNoWorkBeforeItHasLooked() {
    assertThat(watch.usable()).isFalse();
  }

  @Test
  void takesNoWorkWithoutToolsAndTakesItOnceTheyAreThere() {
    watch.check();
    assertThat(watch.usable()).isFalse();

    tools.there = true;
    watch.check();
    assertThat(watch.usable()).isTrue();
  }
}
