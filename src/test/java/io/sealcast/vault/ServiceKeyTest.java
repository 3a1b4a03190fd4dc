package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceKeyTest {
  @TempDir Path directory;

  private ServiceKey fromFile(Path file) {
    return new ServiceKey(Optional.empty(), file.toString());
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
    ServiceKey configured =
        new ServiceKey(Optional.of(Base64.getEncoder().encodeToString(bits)), file.toString());
    assertThat(configured.derive(new byte[0])).isEqualTo(new ServiceKey(bits).derive(new byte[0]));
    assertThat(file).doesNotExist();
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
