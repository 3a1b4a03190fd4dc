package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.Deletion;
import io.sealcast.catalog.Deletions;
import io.sealcast.catalog.JobKeys;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.processing.ManualClock;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests deletions with a storage that fails, and with processes that die, at each step. */
class DeletionSweeperTest {
  private static final long VIDEO = 17;
  private static final long OWNER = 3;
  private static final JobRef JOB = new JobRef(VIDEO, "job-1");

  /** Number of steps: erasing the secret and the key file, and deleting two objects. */
  private static final int STEPS = 4;

  private static final SealedKeys SEALED_KEYS = SealedKeys.under(new byte[32], Clock.systemUTC());

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private final MemoryDeletions deletions = new MemoryDeletions();
  private final List<VideoEvent> events = new ArrayList<>();
  private FaultyStore store;
  private Deletion deletion;

  /** A fault at a step. */
  enum Fault {
    /** The storage rejects the step. */
    REFUSED,
    /** The process dies before the step. */
    DEATH
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @BeforeEach
  void uploadAndDelete() throws IOException {
    upload();
    deletion = new Deletion(VIDEO, OWNER, JOB.jobId(), clock.instant());
    deletions.rows.put(VIDEO, deletion);
  }

  private void upload() throws IOException {
    for (Path left : files()) {
      Files.delete(left);
    }
    store = new FaultyStore(new LocalBlobStore(directory, 0));
    EncryptService encrypt = new EncryptService(store);
    try (DataKey key = encrypt.newDataKey()) {
      StoredObject source = object(encrypt, key);
      StoredObject rendition = object(encrypt, key);
      new KeyFiles(store)
          .write(KeyFile.of(VIDEO, List.of(), Map.of("source", source, "720p.mp4", rendition)));
      new JobSecrets(store, SEALED_KEYS).seal(JOB, clock.instant().plusSeconds(60), key);
    }
    assertThat(files()).hasSize(4);
  }

  private static StoredObject object(EncryptService encrypt, DataKey key) throws IOException {
    try (ObjectEncryptor out = encrypt.encrypt(VIDEO, key)) {
      out.write(new byte[] {1, 2, 3});
      return out.publish();
    }
  }

  /** Returns a sweeper as a new process has it. */
  private DeletionSweeper sweeper() {
    return new DeletionSweeper(
        deletions,
        new JobSecrets(store, SEALED_KEYS),
        new NoJobKeys(),
        new KeyFiles(store),
        new VideoStorage(store),
        events::add,
        clock);
  }

  @Test
  void whatOpensTheVideoGoesFirst() throws IOException {
    sweeper().carryOut(deletion);
    assertThat(files()).isEmpty();
    assertThat(store.operations).hasSize(STEPS);
    assertThat(store.operations.subList(0, 2))
        .containsExactly("erase jobs/17.job-1", "erase videos/17/keys.json");
    assertThat(store.operations.subList(2, 4)).allMatch(o -> o.startsWith("delete videos/17/"));
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedByAnotherProcessWhereverItBrokeOff(Fault fault) throws IOException {
    for (int step = 0; step < STEPS; step++) {
      upload();
      deletion = new Deletion(VIDEO, OWNER, JOB.jobId(), clock.instant());
      deletions.rows.put(VIDEO, deletion);
      store.failAt(step, fault);
      try {
        sweeper().carryOut(deletion);
        assertThat(fault).isEqualTo(Fault.REFUSED);
      } catch (Death e) {
        assertThat(fault).isEqualTo(Fault.DEATH);
      }
      assertThat(files()).as("after step %d", step).hasSize(STEPS - step);
      assertThat(deletions.rows).containsKey(VIDEO);

      DeletionSweeper another = sweeper();
      another.sweep();
      assertThat(files()).as("in the pause").hasSize(STEPS - step);
      clock.pass(Duration.ofSeconds(5));
      another.sweep();

      assertThat(files()).as("broken off at step %d", step).isEmpty();
    }
  }

  @Test
  void isRepeatedAsLongAsTheStorageFails() throws IOException {
    store.failAlways();
    DeletionSweeper sweeper = sweeper();
    sweeper.carryOut(deletion);
    for (int hour = 0; hour < 12; hour++) {
      clock.pass(Duration.ofMinutes(5));
      int before = store.refused;
      sweeper.sweep();
      assertThat(store.refused).isEqualTo(before + 1);
    }
    assertThat(files()).hasSize(STEPS);
    store.heal();
    clock.pass(Duration.ofMinutes(5));
    sweeper.sweep();
    assertThat(files()).isEmpty();
  }

  /** A processor that has lost its lease may write a key file after the deletion. */
  @Test
  void isCompleteOnlyWhenNobodyCanWriteAnyMore() throws IOException {
    DeletionSweeper sweeper = sweeper();
    sweeper.carryOut(deletion);
    upload();
    clock.pass(Deletion.GRACE.minusSeconds(1));
    sweeper.sweep();
    assertThat(deletions.rows).containsKey(VIDEO);

    clock.pass(Duration.ofSeconds(1));
    sweeper.sweep();

    assertThat(files()).isEmpty();
    assertThat(deletions.rows).isEmpty();
  }

  @Test
  void othersAreNotifiedWhenWhoeverTookTheRequestDied() {
    DeletionSweeper sweeper = sweeper();
    sweeper.sweep();
    assertThat(events).as("while the other may be alive").isEmpty();
    clock.pass(Duration.ofSeconds(5));
    sweeper.sweep();
    assertThat(events).containsExactly(new VideoEvent.Deleted(VIDEO, OWNER));
    clock.pass(Deletion.GRACE);
    sweeper.sweep();
    assertThat(events).hasSize(1);
  }

  @Test
  void looksOnWhenTheDatabaseWasAway() throws IOException {
    DeletionSweeper sweeper = sweeper();
    deletions.away = true;
    sweeper.carryOut(deletion);
    clock.pass(Duration.ofSeconds(5));
    sweeper.sweep();
    deletions.away = false;
    sweeper.sweep();
    assertThat(files()).isEmpty();
    assertThat(deletion.isNew()).isFalse();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static final class NoJobKeys extends JobKeys {
    @Override
    public void vacuum() {}
  }

  private static final class MemoryDeletions extends Deletions {
    private final Map<Long, Deletion> rows = new TreeMap<>();
    private boolean away;

    @Override
    public List<Deletion> due(Instant now, int most) {
      requireDatabase();
      return rows.values().stream().filter(d -> !d.getNextTry().isAfter(now)).toList();
    }

    @Override
    public void succeeded(long fileId, boolean last) {
      requireDatabase();
      if (last) {
        rows.remove(fileId);
      } else {
        rows.get(fileId).succeeded();
      }
    }

    @Override
    public void failed(long fileId, Instant now) {
      requireDatabase();
      rows.get(fileId).failed(now);
    }

    @Override
    public void vacuumKeySlots() {}

    private void requireDatabase() {
      if (away) {
        throw new IllegalStateException("no database");
      }
    }
  }

  /** A store that records its removals and fails at a given step. */
  private static final class FaultyStore implements BlobStore {
    private final BlobStore blobs;
    private final List<String> operations = new ArrayList<>();
    private Fault fault;
    private int failAt = -1;
    private boolean failing;
    private int refused;

    FaultyStore(BlobStore blobs) {
      this.blobs = blobs;
    }

    void failAt(int operation, Fault as) {
      failAt = operation;
      fault = as;
    }

    void failAlways() {
      failing = true;
    }

    void heal() {
      failing = false;
    }

    private void begin(String operation) throws IOException {
      if (failing) {
        refused++;
        throw new IOException("the storage is away");
      }
      if (operations.size() == failAt) {
        failAt = -1;
        if (fault == Fault.DEATH) {
          throw new Death();
        }
        throw new IOException("refused");
      }
      operations.add(operation);
    }

    @Override
    public void erase(String key) throws IOException {
      begin("erase " + key);
      blobs.erase(key);
    }

    @Override
    public void delete(String key) throws IOException {
      begin("delete " + key);
      blobs.delete(key);
    }

    /** Deletes one blob after the other, as an object store does. */
    @Override
    public void deleteAll(String prefix) throws IOException {
      for (Entry entry : blobs.list(prefix)) {
        delete(entry.key());
      }
    }

    @Override
    public BlobWriter create(String key) throws IOException {
      return blobs.create(key);
    }

    @Override
    public Blob open(String key) throws IOException {
      return blobs.open(key);
    }

    @Override
    public List<Entry> list(String prefix) throws IOException {
      return blobs.list(prefix);
    }

    @Override
    public int collectOrphans(Instant olderThan) {
      throw new UncheckedIOException(new IOException("not used"));
    }

    @Override
    public long usableBytes() throws IOException {
      return blobs.usableBytes();
    }
  }
}
