package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.path.BasePath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which problems are reported before the build, in one line with the remedy. */
class PreflightTest {
  private static final String VERSION = "18.6.0";

  @TempDir Path data;

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "command not found", "20.1.0"})
  void aMissingNodeIsToldWithWhatToInstall(String version) {
    assertThat(Preflight.node(version))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("Node is missing: install Node 20 or later")
                    .doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v18.19.1", "v0.10.48", "v19.9.9"})
  void anOldNodeIsRefusedByItsVersion(String version) {
    assertThat(Preflight.node(version))
        .hasValue("Node " + version + " is too old: install Node 20 or later.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v20.0.0", "v22.11.0", "v100.1.0-nightly"})
  void aNodeThatIsNewEnoughPasses(String version) {
    assertThat(Preflight.node(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTakenPortIsToldWithAnotherToChoose(boolean onLoopbackOnly) throws IOException {
    try (ServerSocket other = new ServerSocket()) {
      other.bind(
          new InetSocketAddress(onLoopbackOnly ? InetAddress.getLoopbackAddress() : null, 0));
      int port = other.getLocalPort();
      assertThat(Preflight.port(Integer.toString(port)))
          .hasValueSatisfying(
              line ->
                  assertThat(line)
                      .startsWith("Port " + port + " is taken.")
                      .contains("SEALCAST_HTTP_PORT=")
                      .doesNotContain("\n"));
    }
  }

  @Test
  void aFreePortPasses() {
    assertThat(Preflight.port(Integer.toString(Ports.free()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"eight", "0", "-1", "65536", "99999999999"})
  void aPortThatIsNoneIsNamedByItsVariable(String configured) {
    assertThat(Preflight.port(configured))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("SEALCAST_HTTP_PORT must be a port number"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SEALCAST_TLS_CERTIFICATE", "SEALCAST_TLS_KEYSTORE"})
  void thePortOfHttpsIsLookedAtWhereTheServerDoesTls(String setting) {
    Map<String, String> wrong =
        Map.of(
            "SEALCAST_HTTP_PORT",
            Integer.toString(Ports.free()),
            "SEALCAST_ROLES",
            "web",
            "SEALCAST_HTTPS_PORT",
            "https",
            setting,
            "certificate");
    assertThat(Preflight.embedded(data, VERSION, wrong))
        .hasValue("SEALCAST_HTTPS_PORT must be a port number, such as 8444.");
    Map<String, String> without = new HashMap<>(wrong);
    without.remove(setting);
    assertThat(Preflight.embedded(data, VERSION, without)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"webb", "web;processor", "", " , "})
  void aMisspeltRoleIsToldWithTheRoles(String configured) {
    assertThat(Preflight.roles(configured))
        .hasValue(
            "SEALCAST_ROLES must be web, processor, decryptor, transcoder or several of them,"
                + " separated by commas, not '"
                + configured
                + "'.");
    assertThat(Preflight.embedded(data, VERSION, misspelt(configured)))
        .isEqualTo(Preflight.roles(configured));
  }

  private static Map<String, String> misspelt(String roles) {
    return Map.of("SEALCAST_HTTP_PORT", Integer.toString(Ports.free()), "SEALCAST_ROLES", roles);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"web", "Web, PROCESSOR", "transcoder,decryptor"})
  void rolesThatExistPass(String configured) {
    assertThat(Preflight.roles(configured)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "videos", "/videos/", "//", "/a/../b", "/a b", "/a%20b", "/health/x"})
  void aWrongBasePathIsToldInTheWordsOfTheServer(String configured) {
    assertThatThrownBy(() -> BasePath.requireValid(configured))
        .satisfies(e -> assertThat(Preflight.basePath(configured)).hasValue(e.getMessage() + "."));
    Map<String, String> environment =
        Map.of(
            "SEALCAST_HTTP_PORT", Integer.toString(Ports.free()), "SEALCAST_BASE_PATH", configured);
    assertThat(Preflight.embedded(data, VERSION, environment))
        .isEqualTo(Preflight.basePath(configured));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"/", "/videos", "/a/b-1.0_~"})
  void aBasePathPasses(String configured) {
    assertThat(Preflight.basePath(configured)).isEmpty();
  }

  @Test
  void aFullDiskIsToldWithWhatIsFreeAndWhatIsNeeded() throws IOException {
    assertThat(Preflight.disk(data, Long.MAX_VALUE))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("The disk is full: ")
                    .contains(data.toString(), (Long.MAX_VALUE >> 20) + " MiB are needed"));
    assertThat(Preflight.disk(data.resolve("new"), 1)).isEmpty();
  }

  @Test
  void aPlaceThatCantHoldTheDataIsToldWithTheReason() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    Path lock = Files.createDirectories(data.resolve("odd/lock")).getParent();

    assertThat(embedded(file)).contains("can't keep its data in " + file, "isn't a directory");
    assertThat(embedded(file.resolve("below")))
        .contains("can't keep its data in " + file.resolve("below"), "-Dsealcast.data=");
    assertThat(embedded(lock)).contains("can't keep its data in " + lock);
    assertThat(Preflight.unusable(data, new AccessDeniedException("/data")))
        .contains("this user may not write to /data");
    assertThat(Preflight.unusable(data, new FileSystemException("/data", null, "Read-only")))
        .contains("/data: Read-only.");
  }

  private static String embedded(Path place) {
    return Preflight.embedded(
            place, VERSION, Map.of("SEALCAST_HTTP_PORT", Integer.toString(Ports.free())))
        .orElseThrow();
  }

  @Test
  void aDatabaseOfAnotherVersionIsToldWithBothVersions() throws IOException {
    assertThat(Preflight.database(data, VERSION)).isEmpty();
    Files.writeString(data.resolve("PG_VERSION"), "18\n");
    assertThat(Preflight.database(data, VERSION)).isEmpty();
    Files.writeString(data.resolve("PG_VERSION"), "17\n");
    assertThat(Preflight.database(data, VERSION))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("made by PostgreSQL 17", "comes with PostgreSQL 18", "Upgrade"));
  }

  @Test
  void whatIsFoundIsLeftForMavenToStopAt() throws Exception {
    Path state = data.resolve("state");
    Path place = Files.writeString(data.resolve("file"), "").resolve("below");

    Preflight.main(new String[] {state.toString(), place.toString(), VERSION});

    assertThat(state.resolve("failure.txt")).content().contains("can't keep its data in " + place);
  }

  @Test
  void aDirectoryThatThisProcessHoldsIsRefusedToTheNextStart() throws IOException {
    assertThat(Preflight.lock(data)).isEmpty();
    new DataDirectory(data).lock();

    assertThat(Preflight.lock(data)).hasValue(Preflight.inUse(data));
    assertThatThrownBy(() -> new DataDirectory(data).lock())
        .isInstanceOf(StartFailure.class)
        .hasMessage(Preflight.inUse(data));
  }

  @Test
  void aDirectoryIsFreeAgainWhenTheProcessThatHeldItWasKilled() throws Exception {
    Process holder = holder();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('!');
      assertThat(Preflight.lock(data)).hasValue(Preflight.inUse(data));
      assertThatThrownBy(() -> new DataDirectory(data).lock()).hasMessage(Preflight.inUse(data));
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Preflight.lock(data)).isEmpty();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A process that has the lock, as another Sealcast would. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (FileChannel channel =
              FileChannel.open(
                  Files.createDirectories(Path.of(args[0])).resolve("lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.print(lock.isValid() ? '!' : '?');
        System.out.flush();
        // blocks until this process is killed or its parent has ended
        System.in.read();
      }
    }
  }
}
