package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverVideoTest {
  private static final long VIDEO = 17;
  private static final String SECRET = "correct grüße";

  @TempDir Path directory;
  private Path storage;
  private Path target;
  private final KeySlots keySlots = new KeySlots(1_000, Duration.ofSeconds(5));
  private final byte[] source = Secrets.random(ChunkGrid.DEFAULT.chunkSize() + 99);
  private final byte[] poster = Secrets.random(500);
  private final Map<String, StoredObject> objects = new LinkedHashMap<>();
  private BlobStore blobs;

  @BeforeEach
  void storeAVideo() throws IOException {
    storage = directory.resolve("storage");
    target = directory.resolve("recovered");
    blobs = new LocalBlobStore(storage, 0);
    EncryptService encrypt = new EncryptService(blobs);
    DataKey key = encrypt.newDataKey();
    objects.put("source", store(encrypt, key, source));
    objects.put("../poster", store(encrypt, key, poster));
    KeySlot other = keySlots.wrap(encrypt.newDataKey(), "another key".toCharArray());
    KeySlot slot = keySlots.wrap(key, SECRET.toCharArray());
    new KeyFiles(blobs).write(VIDEO, List.of(other, slot), objects);
  }

  private static StoredObject store(EncryptService encrypt, DataKey key, byte[] bytes)
      throws IOException {
    try (ObjectEncryptor encryptor = encrypt.encrypt(VIDEO, key)) {
      encryptor.write(bytes);
      return encryptor.publish();
    }
  }

  private List<VideoRecovery.Outcome> recover(String secret) throws IOException {
    return new VideoRecovery(blobs, keySlots).recover(VIDEO, secret.toCharArray(), target);
  }

  @Test
  void recoversFromStorageAndEncryptionKeyAlone() throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Path.of("target", "classes").toString(),
                RecoverVideo.class.getName(),
                storage.toString(),
                Long.toString(VIDEO),
                target.toString())
            .redirectErrorStream(true)
            .start();
    try (var stdin = tool.getOutputStream()) {
      stdin.write((SECRET + "\n").getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(tool.exitValue()).as(output).isZero();
    assertThat(output).contains("recovered source, " + source.length + " bytes");
    assertThat(target.resolve("source")).hasBinaryContent(source);
    assertThat(target.resolve(posterId())).hasBinaryContent(poster);
    try (var files = Files.list(target)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void takesTheKeyFromAnyKeyboard() throws IOException {
    recover("correct\u00a0gru\u0308\u00dfe");
    assertThat(target.resolve("source")).hasBinaryContent(source);
  }

  @Test
  void refusesAnotherKey() {
    assertThatThrownBy(() -> recover("something else"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ENCRYPTION_KEY));
  }

  @Test
  void recoversTheRestOfADamagedVideo() throws IOException {
    Path file = storage.resolve(objects.get("source").ref().blobKey());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(recover(SECRET))
        .extracting(VideoRecovery.Outcome::name, VideoRecovery.Outcome::failure)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("source", ErrorCode.INTEGRITY_FAILED),
            org.assertj.core.groups.Tuple.tuple(posterId(), null));
    try (var files = Files.list(target)) {
      assertThat(files).containsExactly(target.resolve(posterId()));
    }
  }

  @Test
  void recoversWhatTheKeyFileDoesNotNameYet() throws IOException {
    KeyFile keyFile = KeyFile.parse(Files.readString(storage.resolve("videos/17/keys.json")));
    new KeyFiles(blobs).write(VIDEO, keyFile.slots(), Map.of());
    recover(SECRET);
    assertThat(target.resolve(objects.get("source").ref().objectId().toString()))
        .hasBinaryContent(source);
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine"), "x");
    assertThatThrownBy(() -> recover(SECRET)).isInstanceOf(IllegalArgumentException.class);
  }

  private String posterId() {
    return objects.get("../poster").ref().objectId().toString();
  }
}
