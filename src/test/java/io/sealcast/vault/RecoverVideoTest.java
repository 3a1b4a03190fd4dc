package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoverVideoTest {
  @TempDir Path directory;
  private StoredVideo video;
  private Path target;

  @BeforeEach
  void storeAVideo() throws IOException {
    video = new StoredVideo(directory.resolve("storage"));
    target = directory.resolve("recovered");
  }

  private List<VideoRecovery.Outcome> recover(String secret) throws IOException {
    return new VideoRecovery(video.blobs, video.keySlots)
        .recover(StoredVideo.ID, secret.toCharArray(), target);
  }

  @Test
  void takesTheKeyFromAnyKeyboard() throws IOException {
    recover("correct\u00a0gru\u0308\u00dfe");
    assertThat(target.resolve("source")).hasBinaryContent(video.source);
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
    Path file = video.storage.resolve(video.sourceRef().blobKey());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(recover(StoredVideo.SECRET))
        .extracting(VideoRecovery.Outcome::name, VideoRecovery.Outcome::failure)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("source", ErrorCode.INTEGRITY_FAILED),
            org.assertj.core.groups.Tuple.tuple(video.posterId(), null));
    try (var files = Files.list(target)) {
      assertThat(files).containsExactly(target.resolve(video.posterId()));
    }
  }

  @Test
  void recoversWhatTheKeyFileDoesNotNameYet() throws IOException {
    KeyFile keyFile = KeyFile.parse(Files.readString(video.storage.resolve("videos/17/keys.json")));
    new KeyFiles(video.blobs).write(KeyFile.of(StoredVideo.ID, keyFile.slots(), Map.of()));
    recover(StoredVideo.SECRET);
    assertThat(target.resolve(video.sourceRef().objectId().toString()))
        .hasBinaryContent(video.source);
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("mine"), "x");
    assertThatThrownBy(() -> recover(StoredVideo.SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
