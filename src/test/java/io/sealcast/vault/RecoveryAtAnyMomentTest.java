package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Storage and encryption key recover a video at whatever moment its processing broke off: a result
 * is stored, then the key file names it, then the database does.
 */
class RecoveryAtAnyMomentTest {
  private static final long VIDEO = 17;
  private static final String SECRET = "correct horse";

  @TempDir Path directory;
  private final KeySlots keySlots = new KeySlots(1_000, Duration.ofSeconds(5));
  private BlobStore blobs;
  private DataKey key;
  private KeySlot slot;
  private StoredObject source;
  private StoredObject rendition;

  @BeforeEach
  void uploadAVideo() throws IOException {
    blobs = new LocalBlobStore(directory.resolve("storage"), 0);
    key = new EncryptService(blobs).newDataKey();
    slot = keySlots.wrap(key, SECRET.toCharArray());
    source = store("the upload");
    new KeyFiles(blobs).write(VIDEO, List.of(slot), Map.of("source", source));
    rendition = store("the rendition");
  }

  private StoredObject store(String content) throws IOException {
    try (ObjectEncryptor encryptor = new EncryptService(blobs).encrypt(VIDEO, key)) {
      encryptor.write(content.getBytes(StandardCharsets.US_ASCII));
      return encryptor.publish();
    }
  }

  @Test
  void whenTheKeyFileDoesNotNameTheResultYet() throws IOException {
    assertThat(recover()).containsOnlyKeys("source", rendition.ref().objectId().toString());
  }

  @Test
  void whenTheKeyFileNamesItAndTheDatabaseDoesNotYet() throws IOException {
    nameTheResult();
    assertThat(recover()).containsOnlyKeys("source", "720p.mp4");
  }

  /** The database refused it, and it was deleted, but the key file wasn't written back. */
  @Test
  void whenTheKeyFileStillNamesWhatWasGivenUp() throws IOException {
    nameTheResult();
    blobs.delete(rendition.ref().blobKey());
    Map<String, String> recovered = recover();
    assertThat(recovered.get("source")).isEqualTo("recovered");
    assertThat(recovered.get("720p.mp4")).isEqualTo(ErrorCode.OBJECT_UNAVAILABLE.toString());
    assertThat(directory.resolve("target/source")).hasContent("the upload");
  }

  private void nameTheResult() throws IOException {
    new KeyFiles(blobs)
        .write(VIDEO, List.of(slot), Map.of("source", source, "720p.mp4", rendition));
  }

  private Map<String, String> recover() throws IOException {
    return new VideoRecovery(blobs, keySlots)
        .recover(VIDEO, SECRET.toCharArray(), directory.resolve("target")).stream()
            .collect(
                Collectors.toMap(
                    VideoRecovery.Outcome::name,
                    o -> o.failure() == null ? "recovered" : o.failure().toString()));
  }
}
