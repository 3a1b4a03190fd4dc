package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeysTest {
  @TempDir Path directory;

  private final AtomicLong nanoTime = new AtomicLong();
  private final String old = newKey();
  private final String fresh = newKey();

  private static String newKey() {
    return Base64.getEncoder().encodeToString(Secrets.random(ServiceKey.LENGTH));
  }

  private static String id(String base64) {
    return ServiceKey.parse(base64).get(0).id();
  }

  private ServiceKey fromFile(Path file) {
    return keys(file).first();
  }

  private ServiceKeys keys(Path file) {
    return new ServiceKeys(null, file, nanoTime::get);
  }

  private void pass(int seconds) {
    nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void isMadeOnceAndKept() throws IOException {
    Path file = directory.resolve("data/service.key");
    byte[] first = fromFile(file).derive(new byte[] {1});
    assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).hasSize(32);
    assertThat(fromFile(file).derive(new byte[] {1})).isEqualTo(first);
    assertThat(fromFile(file).derive(new byte[] {2})).isNotEqualTo(first);
    assertThat(list(file.getParent())).containsExactly(file);
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");
    Path file = directory.resolve("service.key");
    fromFile(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void isTheSameForServersThatStartAtOnce() throws Exception {
    Path file = directory.resolve("service.key");
    var servers = Executors.newFixedThreadPool(8);
    try {
      Set<String> keys = new HashSet<>();
      List<Callable<byte[]>> starts =
          IntStream.range(0, 8)
              .<Callable<byte[]>>mapToObj(i -> () -> fromFile(file).derive(new byte[0]))
              .toList();
      for (var key : servers.invokeAll(starts)) {
        keys.add(Base64.getEncoder().encodeToString(key.get()));
      }
      assertThat(keys).hasSize(1);
    } finally {
      servers.shutdownNow();
    }
    assertThat(list(directory)).containsExactly(file);
  }

  @Test
  void comesFromTheConfigurationWhereItIsSetThere() {
    byte[] bits = Secrets.random(32);
    Path file = directory.resolve("service.key");
    String configured = Base64.getEncoder().encodeToString(bits);
    ServiceKeys keys = new ServiceKeys(configured, file, nanoTime::get);
    assertThat(keys.first().derive(new byte[0]))
        .isEqualTo(new ServiceKey(bits).derive(new byte[0]));
    assertThat(file).doesNotExist();
  }

  @Test
  void isOneOfSeveralWhoseFirstSeals() throws IOException {
    Path file = directory.resolve("service.key");
    ServiceKeys configured = new ServiceKeys(fresh + ", " + old, file, nanoTime::get);
    assertThat(configured.describe().ids()).containsExactly(id(fresh), id(old));
    assertThat(configured.first().id()).isEqualTo(id(fresh));
    Files.writeString(file, old + "\r\n\n" + fresh + "\n");
    assertThat(keys(file).describe().ids()).containsExactly(id(old), id(fresh));
  }

  @Test
  void isReadAnewWhenItsFileHasChanged() throws IOException {
    Path file = Files.writeString(directory.resolve("service.key"), old);
    ServiceKeys keys = keys(file);
    Files.writeString(file, fresh + "\n" + old);
    pass(4);
    assertThat(keys.describe().ids()).as("not yet").containsExactly(id(old));
    pass(1);
    assertThat(keys.describe().ids()).containsExactly(id(fresh), id(old));
    Files.writeString(file, fresh);
    pass(5);
    assertThat(keys.all()).extracting(ServiceKey::id).containsExactly(id(fresh));
  }

  @Test
  void staysAsItWasWhileItsFileCanNotBeUsed() throws IOException {
    Path file = Files.writeString(directory.resolve("service.key"), old);
    ServiceKeys keys = keys(file);
    for (String broken : List.of("", fresh.substring(0, 20), old + "\n" + fresh.substring(0, 20))) {
      Files.writeString(file, broken);
      pass(5);
      assertThat(keys.describe().current()).as(broken).isFalse();
      assertThat(keys.describe().ids()).containsExactly(id(old));
    }
    Files.delete(file);
    pass(5);
    assertThat(keys.describe().current()).isFalse();
    assertThat(file).as("another key made up").doesNotExist();
    Files.writeString(file, fresh);
    pass(5);
    assertThat(keys.describe().current()).isTrue();
    assertThat(keys.first().id()).isEqualTo(id(fresh));
  }

  @Test
  void isNotOneOfManyMoreThanAnExchangeNeeds() {
    assertThat(ServiceKey.parse((fresh + ",").repeat(8))).hasSize(8);
    assertThatThrownBy(() -> ServiceKey.parse((fresh + ",").repeat(9)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining(fresh);
  }

  @Test
  void isRefusedWhenItIsNone() throws IOException {
    Path file = directory.resolve("service.key");
    Files.writeString(file, "not a key!");
    assertThatThrownBy(() -> fromFile(file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageNotContaining("not a key")
        .hasNoCause();
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[31]));
    assertThatThrownBy(() -> fromFile(file)).isInstanceOf(IllegalStateException.class);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }
}
