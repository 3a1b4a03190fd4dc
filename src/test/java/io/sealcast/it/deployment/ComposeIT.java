package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.ComposeStack;
import io.sealcast.it.harness.Container;
import io.sealcast.it.harness.NginxProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the services of docker-compose.yml together, with two processors and a transcoder behind
 * one web instance.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the containers' shell scripts run for real")
@Tag("long")
class ComposeIT {
  private static final String PROCESSING = "sealcast-processing";
  private static final String DELIVERY = "sealcast-delivery";

  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir Path folder;

  @Test
  void theServicesStartStreamAndTellWhenTheyAreIll() throws Exception {
    try (ComposeStack stack = new ComposeStack()) {
      stack.makeSecrets();
      secretsAreKept(stack);
      Container database = stack.startDatabase();
      Container broker = stack.startBroker();
      database.awaitHealth(true);
      broker.awaitHealth(true);
      Container app = stack.start("app", "app");
      Container first = stack.start("streaming-processor", "processor-1");
      Container second = stack.start("streaming-processor", "processor-2");
      Container transcoder = stack.start("transcoder", "transcoder");
      assertThat(first.isHealthy()).as("a processor that has just begun to start").isFalse();
      List<Container> servers = List.of(app, first, second, transcoder);
      servers.forEach(server -> server.awaitHealth(true));

      String output = walkThrough(stack.uri("app"), app.home().resolve("nginx"));
      Files.writeString(app.home().resolve("walk-through.txt"), output);

      workWasDoneByTheProcessors(stack);
      processorsAreNotForUsers(stack.uri("processor-1"));
      processorsAreNotForUsers(stack.uri("transcoder"));
      noSecretIsTold(stack, servers);
      broker.close();
      servers.forEach(server -> server.awaitHealth(false));
      assertThat(broker.isHealthy()).isFalse();
    }
  }

  /** Runs the user's workflow, through the documented proxy if this machine has nginx. */
  private String walkThrough(URI app, Path home) throws Exception {
    Optional<Path> nginx = NginxProxy.program();
    if (nginx.isEmpty()) {
      return ReadmeCommands.run(app, folder);
    }
    try (NginxProxy proxy = NginxProxy.start(nginx.get(), app, home)) {
      return ReadmeCommands.run(proxy.uri(), folder);
    }
  }

  /** Asserts that a second start keeps the secrets and that only their owner can read them. */
  private static void secretsAreKept(ComposeStack stack) throws Exception {
    List<Path> files =
        List.of(
            stack.volume("database-password").resolve("SEALCAST_DB_PASSWORD"),
            stack.volume("service-key").resolve("service.key"));
    List<String> made = contents(files);
    assertThat(made.get(0)).matches("[0-9a-f]{48}");
    assertThat(made.get(1)).matches("[A-Za-z0-9+/]{43}=\n");
    stack.makeSecrets();
    assertThat(contents(files)).isEqualTo(made);
    for (Path file : files) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      try (Stream<Path> beside = Files.list(file.getParent())) {
        assertThat(beside).containsExactly(file);
      }
    }
  }

  private static List<String> contents(List<Path> files) throws IOException {
    return List.of(Files.readString(files.get(0)), Files.readString(files.get(1)));
  }

  /** Asserts that each topic is read by the servers of its role and by no other. */
  private void workWasDoneByTheProcessors(ComposeStack stack) throws Exception {
    assertThat(get(stack.uri("app"), "/health").body()).doesNotContain("\"video-processing\"");
    assertThat(get(stack.uri("processor-1"), "/health").body())
        .contains("\"video-streaming\"")
        .doesNotContain("\"video-processing\"");
    assertThat(get(stack.uri("transcoder"), "/health").body())
        .contains("\"video-processing\"")
        .doesNotContain("\"video-streaming\"");
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrap()))) {
      Map<String, ConsumerGroupDescription> groups =
          admin.describeConsumerGroups(List.of(PROCESSING, DELIVERY)).all().get();
      assertThat(groups.get(PROCESSING).members()).hasSize(1);
      assertThat(groups.get(DELIVERY).members()).hasSize(2);
      Awaitility.await("processors have answered")
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  admin
                      .listConsumerGroupOffsets(DELIVERY)
                      .partitionsToOffsetAndMetadata()
                      .get()
                      .values()
                      .stream()
                      .anyMatch(at -> at != null && at.offset() > 0));
    }
  }

  private void processorsAreNotForUsers(URI processor) throws Exception {
    for (String path :
        List.of("/", "/sign-in", "/api/videos", "/api/users/me", "/api/ws/stream/1")) {
      HttpResponse<String> answer = get(processor, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).contains("\"code\":\"not_found\"");
    }
    assertThat(get(processor, "/health/ready").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(URI server, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(server.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Asserts that no log has a secret, since people post logs when they ask for help. */
  private static void noSecretIsTold(ComposeStack stack, List<Container> servers)
      throws IOException {
    String password =
        Files.readString(stack.volume("database-password").resolve("SEALCAST_DB_PASSWORD"));
    String key = Files.readString(stack.volume("service-key").resolve("service.key")).strip();
    for (Container server : servers) {
      assertThat(Files.readString(server.log())).doesNotContain(password).doesNotContain(key);
    }
  }
}
