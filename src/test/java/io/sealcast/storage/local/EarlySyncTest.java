package io.sealcast.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlySyncTest {
  @TempDir Path directory;
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  private FileChannel file() throws IOException {
    return FileChannel.open(
        directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Test
  void runsOneAttemptAtATimeForEachStep() throws IOException {
    try (FileChannel channel = file()) {
      EarlySync sync = new EarlySync(channel, tasks::add);
      sync.appended(EarlySync.STEP - 1);
      assertThat(tasks).isEmpty();
      sync.appended(EarlySync.STEP);
      sync.appended(3 * EarlySync.STEP);
      assertThat(tasks).hasSize(1);
      tasks.remove().run();
      sync.appended(3 * EarlySync.STEP);
      sync.appended(4 * EarlySync.STEP - 1);
      assertThat(tasks).hasSize(1);
      tasks.remove().run();
      sync.await();
    }
  }

  /** Linux reports a failure of a disk to one caller of fsync only. */
  @Test
  void tellsOfAFailureWhateverLaterAttemptsSay() throws IOException {
    Path full = Path.of("/proc/self/comm");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        Files.exists(full), "no file that can't be synced");
    try (FileChannel channel = FileChannel.open(full, StandardOpenOption.WRITE)) {
      EarlySync sync = new EarlySync(channel, Runnable::run);
      sync.appended(EarlySync.STEP);
      assertThatThrownBy(sync::await)
          .isInstanceOf(IOException.class)
          .hasMessage("Invalid argument");
      assertThatThrownBy(() -> sync.appended(2 * EarlySync.STEP)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void doesWithoutAThreadThatIsBusy() throws IOException {
    Executor busy =
        task -> {
          throw new RejectedExecutionException();
        };
    try (FileChannel channel = file()) {
      EarlySync sync = new EarlySync(channel, busy);
      sync.appended(EarlySync.STEP);
      sync.appended(2 * EarlySync.STEP);
      assertThatCode(sync::await).doesNotThrowAnyException();
    }
  }

  @Test
  void isNotDisturbedByAFileThatIsDiscarded() throws IOException {
    FileChannel channel = file();
    EarlySync sync = new EarlySync(channel, tasks::add);
    sync.appended(EarlySync.STEP);
    channel.close();
    tasks.remove().run();
    assertThatCode(sync::await).doesNotThrowAnyException();
  }

  @Test
  void isUsedByTheStoreForLargeDrafts() throws IOException {
    LocalBlobStore store = new LocalBlobStore(directory, 0);
    byte[] piece = new byte[1 << 20];
    try (var writer = store.create("videos/1/a")) {
      for (int i = 0; i < 70; i++) {
        writer.write(piece);
      }
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .contains("sealcast-sync");
      writer.publish();
    }
    assertThat(Files.size(directory.resolve("videos/1/a"))).isEqualTo(70L << 20);
  }
}
