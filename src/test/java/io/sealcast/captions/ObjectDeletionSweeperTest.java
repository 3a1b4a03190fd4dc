package io.sealcast.captions;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.ObjectDeletion;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.processing.ManualClock;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the deletion of single objects from a real storage that sometimes fails. */
class ObjectDeletionSweeperTest {
  private static final long VIDEO = 17;

  @TempDir private Path directory;
  private final ManualClock clock = new ManualClock();
  private final MemoryDeletions deletions = new MemoryDeletions();
  private FaultyStorage storage;
  private EncryptService encrypt;
  private ObjectDeletionSweeper sweeper;

  @BeforeEach
  void open() throws IOException {
    LocalBlobStore blobs = new LocalBlobStore(directory, 0);
    storage = new FaultyStorage(blobs);
    encrypt = new EncryptService(blobs);
    sweeper = new ObjectDeletionSweeper(deletions, storage, clock);
  }

  private ObjectRef publish() throws IOException {
    try (DataKey key = encrypt.newDataKey();
        ObjectEncryptor object = encrypt.encrypt(VIDEO, key)) {
      object.write(new byte[] {1, 2, 3});
      return object.publish().ref();
    }
  }

  private void schedule(ObjectRef object, Duration after) {
    Instant nextTry = clock.instant().plus(after);
    deletions.rows.put(object.objectId(), new ObjectDeletion(object.objectId(), VIDEO, nextTry));
  }

  @Test
  void whatIsDueIsDeletedAndNothingElse() throws IOException {
    ObjectRef due = publish();
    ObjectRef later = publish();
    ObjectRef kept = publish();
    schedule(due, Duration.ZERO);
    schedule(later, Duration.ofMinutes(10));

    sweeper.sweep();

    assertThat(storage.objects(VIDEO)).containsExactlyInAnyOrder(later, kept);
    assertThat(deletions.rows.keySet()).containsExactly(later.objectId());
    clock.pass(Duration.ofMinutes(10));
    sweeper.sweep();
    assertThat(storage.objects(VIDEO)).containsExactly(kept);
    assertThat(deletions.rows).isEmpty();
  }

  @Test
  void aDeletionThatFailsIsRepeatedAfterAPause() throws IOException {
    ObjectRef object = publish();
    schedule(object, Duration.ZERO);
    storage.isFailing = true;
    sweeper.sweep();
    assertThat(storage.objects(VIDEO)).containsExactly(object);

    storage.isFailing = false;
    sweeper.sweep();
    assertThat(storage.objects(VIDEO)).as("before the pause is over").containsExactly(object);
    clock.pass(Duration.ofSeconds(5));
    sweeper.sweep();
    assertThat(storage.objects(VIDEO)).isEmpty();
    assertThat(deletions.rows).isEmpty();
  }

  @Test
  void anObjectThatIsGoneIsNoFailure() {
    schedule(new ObjectRef(VIDEO, UUID.randomUUID()), Duration.ZERO);
    sweeper.sweep();
    assertThat(deletions.rows).isEmpty();
  }

  private static final class FaultyStorage extends VideoStorage {
    private boolean isFailing;

    private FaultyStorage(LocalBlobStore blobs) {
      super(blobs);
    }

    @Override
    public void deleteObject(ObjectRef ref) throws IOException {
      if (isFailing) {
        throw new IOException("the storage refuses");
      }
      super.deleteObject(ref);
    }
  }

  /** The rows in memory. */
  private static final class MemoryDeletions extends ObjectDeletions {
    private final Map<UUID, ObjectDeletion> rows = new LinkedHashMap<>();

    @Override
    public List<ObjectDeletion> due(Instant now, int most) {
      return rows.values().stream().filter(row -> !row.getNextTry().isAfter(now)).toList();
    }

    @Override
    public void succeeded(UUID objectId) {
      rows.remove(objectId);
    }

    @Override
    public void failed(UUID objectId, Instant now) {
      rows.get(objectId).failed(now);
    }
  }
}
