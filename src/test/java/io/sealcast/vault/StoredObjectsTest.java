package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {1 << 16, 1 << 18, 1 << 20})
class StoredObjectsTest {
  private final int chunkSize;
  private final byte[] video;

  StoredObjectsTest(int chunkSize) {
    this.chunkSize = chunkSize;
    video = new byte[2 * chunkSize + 12_345];
  }

  @TempDir Path directory;
  private BlobStore blobs;
  private EncryptService encrypt;
  private DecryptService decrypt;
  private DataKey key;

  @BeforeEach
  void openStorage() throws IOException {
    blobs = new LocalBlobStore(directory, 0);
    encrypt = ChunkedEncryption.into(blobs, chunkSize);
    decrypt = new DecryptService(blobs);
    key = encrypt.newDataKey();
    new Random(1).nextBytes(video);
  }

  private StoredObject store(long fileId) throws IOException {
    try (ObjectEncryptor encryptor = encrypt.encrypt(fileId, key)) {
      encryptor.write(video);
      return encryptor.publish();
    }
  }

  @Test
  void givesBackWhatWasStored() throws IOException {
    StoredObject stored = store(7);
    assertThat(stored.size()).isEqualTo(video.length);
    try (ObjectReader reader = decrypt.open(stored.ref(), key)) {
      assertThat(reader.size()).isEqualTo(video.length);
      assertThat(reader.chunkSize()).isEqualTo(chunkSize);
      assertThat(reader.chunkCount()).isEqualTo(3);
      assertThat(reader.chunk(1)).isEqualTo(ByteBuffer.wrap(video, chunkSize, chunkSize));
      assertThat(reader.slice(chunkSize - 7, 12))
          .isEqualTo(ByteBuffer.wrap(video, chunkSize - 7, 12));
      byte[] all = new byte[video.length];
      int read = 0;
      for (int n; (n = reader.read(read, all, read, video.length - read)) > 0; read += n) {
        assertThat(n).isPositive();
      }
      assertThat(all).isEqualTo(video);
    }
  }

  @Test
  void isWrittenInChunksOf1MiBByTheApplication() throws IOException {
    try (ObjectEncryptor encryptor = new EncryptService(blobs).encrypt(7, key)) {
      encryptor.write(video);
      try (ObjectReader reader = decrypt.open(encryptor.publish().ref(), key)) {
        assertThat(reader.chunkSize()).isEqualTo(1 << 20);
      }
    }
  }

  @Test
  void leavesNothingOfAnObjectThatWasNotPublished() throws IOException {
    try (ObjectEncryptor encryptor = encrypt.encrypt(7, key)) {
      encryptor.write(video);
    }
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void laysNoPlaintextOnTheDisk() throws IOException {
    byte[] marker = "a marker that a thief would look for, and find".getBytes();
    System.arraycopy(marker, 0, video, 100, marker.length);
    StoredObject stored = store(7);
    byte[] onDisk = Files.readAllBytes(directory.resolve(stored.ref().blobKey()));
    assertThat(new String(onDisk, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(marker));
  }

  @Test
  void refusesAnotherKey() throws IOException {
    StoredObject stored = store(7);
    assertRefused(stored.ref(), encrypt.newDataKey(), ErrorCode.INTEGRITY_FAILED);
  }

  @Test
  void refusesAnObjectInAnothersPlace() throws IOException {
    StoredObject one = store(7);
    StoredObject two = store(7);
    Files.move(
        directory.resolve(one.ref().blobKey()),
        directory.resolve(two.ref().blobKey()),
        StandardCopyOption.REPLACE_EXISTING);
    assertRefused(two.ref(), key, ErrorCode.INTEGRITY_FAILED);
    assertRefused(one.ref(), key, ErrorCode.OBJECT_UNAVAILABLE);
  }

  @Test
  void refusesADamagedChunkAndReadsTheOthers() throws IOException {
    StoredObject stored = store(7);
    Path file = directory.resolve(stored.ref().blobKey());
    byte[] bytes = Files.readAllBytes(file);
    bytes[chunkSize + 5_000] ^= 4;
    Files.write(file, bytes);
    try (ObjectReader reader = decrypt.open(stored.ref(), key)) {
      assertThat(reader.chunk(0).remaining()).isEqualTo(chunkSize);
      assertThatThrownBy(() -> reader.chunk(1))
          .isInstanceOfSatisfying(
              DomainException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED));
      assertThat(reader.chunk(2).remaining()).isEqualTo(12_345);
    }
  }

  @Test
  void readsNothingOnceClosed() throws IOException {
    ObjectReader reader = decrypt.open(store(7).ref(), key);
    reader.close();
    reader.close();
    assertThatThrownBy(() -> reader.chunk(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void deletesAVideoAsAWhole() throws IOException {
    StoredObject gone = store(7);
    StoredObject other = store(70);
    new VideoStorage(blobs).deleteVideo(7);
    assertRefused(gone.ref(), key, ErrorCode.OBJECT_UNAVAILABLE);
    decrypt.open(other.ref(), key).close();
  }

  @Test
  void tellsWhichObjectsOfAVideoAreThere() throws IOException {
    VideoStorage storage = new VideoStorage(blobs);
    StoredObject one = store(7);
    StoredObject two = store(7);
    StoredObject other = store(70);
    new KeyFiles(blobs).write(KeyFile.of(7, java.util.List.of(), java.util.Map.of("source", one)));
    assertThat(storage.objects(7)).containsExactlyInAnyOrder(one.ref(), two.ref());
    assertThat(storage.isThere(one.ref())).isTrue();

    storage.deleteObject(one.ref());

    assertThat(storage.isThere(one.ref())).isFalse();
    assertThat(storage.objects(7)).containsExactly(two.ref());
    assertThat(storage.objects(70)).containsExactly(other.ref());
  }

  private void assertRefused(ObjectRef ref, DataKey dataKey, ErrorCode code) {
    assertThatThrownBy(() -> decrypt.open(ref, dataKey))
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
