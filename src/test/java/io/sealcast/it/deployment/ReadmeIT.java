package io.sealcast.it.deployment;

import io.sealcast.it.harness.SealcastServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReadmeIT {
  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the walk-through is for bash")
  void everyLineOfTheWalkThroughWorks() throws Exception {
    ReadmeCommands.run(SealcastServer.shared().uri(), folder);
  }
}
