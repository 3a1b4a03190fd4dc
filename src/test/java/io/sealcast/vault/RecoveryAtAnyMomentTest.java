package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that storage and encryption key recover a video, with any chunk size, wherever its
 * processing was interrupted: after the result was stored, after the key file contained it, or
 * after the database did.
 */
@ParameterizedClass
@ValueSource(ints = {1 << 16, 1 << 18, 1 << 20})
class RecoveryAtAnyMomentTest {
  private static final long VIDEO = 17;
  private static final String SECRET = "correct horse";

  private final Path directory;
  private final BlobStore blobs;
  private final KeySlots keySlots = new KeySlots(1_000, Duration.ofSeconds(5));
  private final EncryptService encrypt;
  private final byte[] upload;
  private DataKey key;
  private KeySlot slot;
  private StoredObject source;
  private StoredObject rendition;

  RecoveryAtAnyMomentTest(int chunkSize, @TempDir Path directory) throws IOException {
    this.directory = directory;
    blobs = new LocalBlobStore(directory.resolve("storage"), 0);
    encrypt = ChunkedEncryption.into(blobs, chunkSize);
    upload = Secrets.random(2 * chunkSize + 5);
  }

  @BeforeEach
  void uploadAVideo() throws IOException {
    key = encrypt.newDataKey();
    slot = keySlots.wrap(key, SECRET.toCharArray());
    source = store(upload);
    new KeyFiles(blobs).write(KeyFile.of(VIDEO, List.of(slot), Map.of("source", source)));
    rendition = store(Secrets.random(500));
  }

  private StoredObject store(byte[] content) throws IOException {
    try (ObjectEncryptor encryptor = encrypt.encrypt(VIDEO, key)) {
      encryptor.write(content);
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

  /** The database rejected the result and it was deleted, but the key file wasn't restored. */
  @Test
  void whenTheKeyFileStillNamesWhatWasGivenUp() throws IOException {
    nameTheResult();
    blobs.delete(rendition.ref().blobKey());
    Map<String, String> recovered = recover();
    assertThat(recovered.get("source")).isEqualTo("recovered");
    assertThat(recovered.get("720p.mp4")).isEqualTo(ErrorCode.OBJECT_UNAVAILABLE.toString());
    assertThat(directory.resolve("target/source")).hasBinaryContent(upload);
  }

  private void nameTheResult() throws IOException {
    new KeyFiles(blobs)
        .write(KeyFile.of(VIDEO, List.of(slot), Map.of("source", source, "720p.mp4", rendition)));
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
