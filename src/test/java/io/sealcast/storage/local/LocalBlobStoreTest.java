package io.sealcast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobStoreContract;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTest extends BlobStoreContract {
  @TempDir Path directory;

  @Override
  protected BlobStore newStore() throws IOException {
    return new LocalBlobStore(directory.resolve("deep/storage"), 0);
  }

  @Test
  void keepsTheSpaceFreeThatItIsToldTo() throws IOException {
    BlobStore full = new LocalBlobStore(directory, Long.MAX_VALUE);
    assertThat(full.usableBytes()).isZero();
    assertThatThrownBy(() -> full.create("videos/1/a"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE));
  }

  @Test
  void stopsAWriterThatEatsUpTheSpaceToBeKeptFree() throws IOException {
    long usable = Files.getFileStore(directory).getUsableSpace();
    // 8 MiB are left, and whatever other programs free meanwhile
    BlobStore nearlyFull = new LocalBlobStore(directory, usable - (8L << 20));
    byte[] piece = new byte[1 << 20];
    try (BlobWriter writer = nearlyFull.create("videos/1/a")) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 512; i++) {
                  writer.write(piece);
                }
              })
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void callsAFullDiskByItsName() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no /dev/full");
    LocalBlobStore store = new LocalBlobStore(directory, 0);
    FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE);
    Path target = directory.resolve("x");
    Path draft = directory.resolve("draft");
    try (BlobWriter writer = new LocalBlobWriter(store, target, draft, channel)) {
      assertThatThrownBy(() -> writer.write(1))
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE));
    }
  }

  /**
   * The system's message may be in another language: "Auf dem Gerät ist kein Speicherplatz mehr
   * verfügbar".
   */
  @Test
  void knowsAFullDiskWithoutWordsToo() throws IOException {
    LocalBlobStore store = new LocalBlobStore(directory, Long.MAX_VALUE);
    Path draft = directory.resolve("draft");
    FileChannel closed =
        FileChannel.open(draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    closed.close();
    try (BlobWriter writer = new LocalBlobWriter(store, directory.resolve("x"), draft, closed)) {
      assertThatThrownBy(() -> writer.write(1))
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INSUFFICIENT_STORAGE));
    }
  }

  /** The second link to the file shows what became of its bytes. */
  @Test
  void overwritesWhatItErases() throws IOException {
    LocalBlobStore store = new LocalBlobStore(directory, 0);
    try (BlobWriter writer = store.create("jobs/1.a")) {
      writer.write(new byte[] {1, 2, 3, 4});
      writer.publish();
    }
    Path link = Files.createLink(directory.resolve("second-link"), directory.resolve("jobs/1.a"));
    store.erase("jobs/1.a");
    assertThat(Files.readAllBytes(link)).containsExactly(0, 0, 0, 0);
  }

  @Test
  void showsItsFilesToTheirOwnerOnly() throws IOException {
    assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");
    BlobStore store = newStore();
    try (BlobWriter writer = store.create("videos/1/a")) {
      writer.publish();
    }
    for (Path path : files()) {
      assertThat(Files.getPosixFilePermissions(path))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
    assertThat(Files.getPosixFilePermissions(directory.resolve("deep/storage/videos/1")))
        .allMatch(p -> p.name().startsWith("OWNER"));
    assertThat(files()).hasSize(1);
  }

  private java.util.List<Path> files() throws IOException {
    try (var all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
