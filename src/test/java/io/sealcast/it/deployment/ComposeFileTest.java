package io.sealcast.it.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.ComposeFile;
import io.sealcast.it.harness.ImageRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests static rules for docker-compose.yml and the Dockerfile; {@link ComposeIT} runs them. */
class ComposeFileTest {
  /** An image name with a version of at least major.minor. */
  private static final String PINNED = "[a-z0-9./-]+:\\d+\\.\\d+[A-Za-z0-9._-]*";

  private static final List<String> SERVERS =
      List.of("postgres", "kafka", "app", "streaming-processor", "transcoder");

  private static final List<String> APPLICATIONS =
      List.of("app", "streaming-processor", "transcoder");

  private final ComposeFile compose = ComposeFile.read();
  private final ImageRecipe image = ImageRecipe.read();

  @Test
  void hasTheServicesAndNoOthers() {
    assertThat(compose.services().keySet())
        .containsExactlyInAnyOrder(
            "secrets", "postgres", "kafka", "app", "streaming-processor", "transcoder");
  }

  @Test
  void noPasswordOrKeyStandsInIt() throws IOException {
    for (ComposeFile.Service service : compose.services().values()) {
      assertThat(service.environment())
          .as(service.name())
          .allSatisfy(
              (name, value) -> {
                if (name.matches(".*(PASSWORD|SECRET|TOKEN|_KEY).*")) {
                  // the variable names the file of a secret and never contains a secret
                  assertThat(name).endsWith("_FILE");
                  assertThat(value).startsWith("/run/sealcast/");
                }
                assertThat(value).doesNotMatch("[A-Za-z0-9+/=]{24,}");
              });
    }
    assertThat(Files.readString(ComposeFile.PATH)).doesNotContain("trust", "env_file");
    assertThat(image.environment().keySet()).noneMatch(name -> name.contains("PASSWORD"));
  }

  @Test
  void everyImageIsPinned() {
    assertThat(compose.services().values())
        .allSatisfy(service -> assertThat(service.image()).matches(PINNED));
    assertThat(image.images()).isNotEmpty().allSatisfy(name -> assertThat(name).matches(PINNED));
  }

  @Test
  void theImagesAreOfTheVersionsThatTheTestsRun() throws IOException {
    assertThat(compose.service("kafka").image()).isEqualTo("apache/kafka:" + pom("kafka.version"));
    String postgres = pom("postgres-binaries.version").replaceFirst("\\.0$", "");
    assertThat(compose.service("postgres").image()).startsWith("postgres:" + postgres + "-");
    assertThat(image.images().get(image.images().size() - 1))
        .startsWith("open-liberty:" + pom("liberty.version") + "-full-");
    String sealcast = "sealcast:" + property("version", Files.readString(Path.of("pom.xml")));
    for (String name : List.of("secrets", "app", "streaming-processor", "transcoder")) {
      assertThat(compose.service(name).image()).isEqualTo(sealcast);
    }
  }

  private static String pom(String property) throws IOException {
    return property(property, Files.readString(Path.of("pom.xml")));
  }

  private static String property(String name, String pom) {
    Matcher matcher = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  @Test
  void everyServerIsWatchedRestartedBoundedAndEndedInPeace() {
    for (String name : SERVERS) {
      Map<String, Object> service = compose.service(name).all();
      assertThat(compose.service(name).healthCheck()).as(name).isNotEmpty();
      assertThat(service).as(name).containsKeys("mem_limit", "stop_grace_period");
      assertThat(service.get("restart")).as(name).isEqualTo("unless-stopped");
    }
  }

  /** Docker doesn't count failures within a start period, whatever the health check returns. */
  @Test
  void whatAServerSaysCountsFromItsStartOn() throws IOException {
    for (String name : APPLICATIONS) {
      assertThat(compose.service(name).healthCheck()).as(name).startsWith(CheckHealthTest.PROGRAM);
      assertThat(compose.service(name).all().get("healthcheck").toString())
          .as(name)
          .doesNotContain("start_period");
    }
    assertThat(Files.readString(ImageRecipe.PATH))
        .contains("CMD [\"" + CheckHealthTest.PROGRAM + "\", ")
        .doesNotContain("--start-period");
    assertThat(image.copies())
        .anyMatch(copy -> copy.sources().contains(CheckHealthTest.SOURCE.toString()));
  }

  @Test
  void everyServerWaitsForWhatItNeeds() {
    assertThat(compose.service("postgres").all().get("depends_on"))
        .isEqualTo(Map.of("secrets", Map.of("condition", "service_completed_successfully")));
    for (String name : APPLICATIONS) {
      assertThat(compose.service(name).all().get("depends_on"))
          .isEqualTo(
              Map.of(
                  "secrets", Map.of("condition", "service_completed_successfully"),
                  "postgres", Map.of("condition", "service_healthy"),
                  "kafka", Map.of("condition", "service_healthy")));
    }
  }

  @Test
  void processorsCanBeScaled() {
    for (String name : List.of("streaming-processor", "transcoder")) {
      assertThat(compose.service(name).all())
          .doesNotContainKeys("container_name", "ports", "hostname");
      assertThat(compose.service(name).environment()).doesNotContainKey("SEALCAST_INSTANCE_ID");
    }
  }

  /** Files of strangers are read there, by a program that such a file may take over. */
  @Test
  void whatPreparesVideosReachesDatabaseAndBrokerAlone() {
    assertThat(APPLICATIONS)
        .filteredOn(
            name -> {
              String roles = compose.service(name).environment().get("SEALCAST_ROLES");
              return roles == null || roles.matches(".*(processor|transcoder).*");
            })
        .containsExactly("transcoder");
    List<String> networks = compose.service("transcoder").list("networks");
    assertThat(networks).isNotEmpty();
    assertThat(compose.services().values())
        .filteredOn(service -> service.list("networks").stream().anyMatch(networks::contains))
        .extracting(ComposeFile.Service::name)
        .containsExactlyInAnyOrder("postgres", "kafka", "transcoder");
    assertThat(networks)
        .allSatisfy(
            name ->
                assertThat(compose.network(name)).as(name).containsEntry("internal", Boolean.TRUE));
  }

  @Test
  void noProcessWritesItsMemoryToADisk() throws IOException {
    for (ComposeFile.Service service : compose.services().values()) {
      assertThat(service.all().get("ulimits")).as(service.name()).isEqualTo(Map.of("core", 0));
    }
    assertThat(image.environment()).containsEntry("OPENJ9_JAVA_OPTIONS", "-Xdump:none");
    assertThat(Files.readString(ImageRecipe.PATH))
        .contains("ENTRYPOINT [\"/opt/sealcast/without-core-dump\", ");
    assertThat(Files.readAllLines(Path.of("src/main/liberty/config/jvm.options")))
        .contains("-XX:-CreateCoredumpOnCrash");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void theEntryPointLimitsWhatItStarts() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "src/main/docker/without-core-dump",
                "sh",
                "-c",
                "echo \"$(ulimit -c)\" $1",
                "sh",
                "a b")
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo("0 a b\n");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void onlyTheAppIsReachedFromOutsideAndOnlyFromThisMachine() {
    assertThat(compose.services().values())
        .filteredOn(service -> service.all().containsKey("ports"))
        .singleElement()
        .satisfies(app -> assertThat(app.list("ports")).containsExactly("127.0.0.1:8000:8000"));
  }

  @Test
  void whatMustOutliveAContainerLiesInNamedVolumes() {
    assertThat(compose.service("postgres").volumes())
        .containsEntry("/var/lib/postgresql", "database");
    for (String name : APPLICATIONS) {
      Map<String, String> volumes = compose.service(name).volumes();
      assertThat(volumes)
          .containsEntry(image.environment().get("SEALCAST_STORAGE_DIR"), "videos")
          .containsEntry(image.environment().get("VARIABLE_SOURCE_DIRS"), "database-password")
          .containsEntry(
              Path.of(image.environment().get("SEALCAST_SERVICE_KEY_FILE")).getParent().toString(),
              "service-key");
    }
    // a thief of the database must not get the service key too
    assertThat(compose.service("postgres").volumes()).doesNotContainValue("service-key");
  }

  @Test
  void theImageDoesNotRunAsRoot() {
    assertThat(image.user()).isEqualTo("1001");
  }

  /** An intruder could otherwise change the program or add another one. */
  @Test
  void whoRunsCanChangeNoProgramAndNoConfiguration() throws IOException {
    assertThat(Files.readString(ImageRecipe.PATH)).doesNotContain("--chown");
    for (String name : List.of("secrets", "app", "streaming-processor", "transcoder")) {
      assertThat(compose.service(name).all()).as(name).containsEntry("read_only", true);
      assertThat(compose.service(name).list("tmpfs"))
          .as(name)
          .allMatch(mount -> mount.contains("noexec") && mount.contains("size="));
    }
  }

  /**
   * Otherwise the entry point of the base image generates one at each start, which fails in a
   * read-only file system.
   */
  @Test
  void noCertificateIsMadeForAServerWithoutTls() {
    assertThat(image.copies())
        .anyMatch(
            copy ->
                copy.sources().contains("src/main/docker/keystore.xml")
                    && copy.target().equals("/config/configDropins/defaults/"));
  }

  @Test
  void noLogGrowsForEver() {
    for (ComposeFile.Service service : compose.services().values()) {
      assertThat(service.all().get("logging"))
          .as(service.name())
          .isEqualTo(
              Map.of("driver", "json-file", "options", Map.of("max-size", "10m", "max-file", "5")));
    }
  }
}
