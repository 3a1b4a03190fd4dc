package io.sealcast.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.MediaSource;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests with the real vault and files. */
class SealedSinkTest {
  private static final long FILE = 7;

  @TempDir private Path directory;
  private VideoStorage storage;
  private SealedSink sink;

  @BeforeEach
  void open() throws IOException {
    LocalBlobStore blobs = new LocalBlobStore(directory, 0);
    EncryptService encrypt = new EncryptService(blobs);
    DataKey key = encrypt.newDataKey();
    storage = new VideoStorage(blobs);
    sink = new SealedSink(encrypt, new DecryptService(blobs), storage, FILE, key);
  }

  @Test
  void keepsSeveralOutputsApart() throws IOException {
    write("720p.mp4", "a film");
    write("poster.jpg", "a picture");
    assertThat(read("720p.mp4")).isEqualTo("a film");
    assertThat(read("poster.jpg")).isEqualTo("a picture");

    StoredObject film = sink.keep("720p.mp4");
    StoredObject picture = sink.keep("poster.jpg");
    sink.close();

    assertThat(film.size()).isEqualTo(6);
    assertThat(picture.size()).isEqualTo(9);
    assertThat(storage.objects(FILE)).containsExactlyInAnyOrder(film.ref(), picture.ref());
  }

  @Test
  void leavesNothingOfWhatIsNotKept() throws IOException {
    write("1080p.mp4", "a copy that doesn't play");
    assertThat(read("1080p.mp4")).isNotEmpty();
    sink.discard("1080p.mp4");
    assertThat(storage.objects(FILE)).isEmpty();
    write("720p.mp4", "a first try");
    write("720p.mp4", "a film");
    write("480p.mp4", "checked and not wanted");
    assertThat(read("480p.mp4")).isNotEmpty();
    write("poster.jpg", "never finished");

    StoredObject kept = sink.keep("720p.mp4");
    sink.close();

    assertThat(kept.size()).isEqualTo(6);
    assertThat(storage.objects(FILE)).containsExactly(kept.ref());
  }

  @Test
  void anOutputThatWasNotWrittenCannotBeKept() {
    assertThatThrownBy(() -> sink.keep("poster.jpg")).isInstanceOf(IllegalArgumentException.class);
  }

  private void write(String name, String content) throws IOException {
    try (OutputStream out = sink.open(name)) {
      out.write(content.getBytes(US_ASCII));
    }
  }

  private String read(String name) throws IOException {
    MediaSource source = sink.reopen(name);
    byte[] bytes = new byte[(int) source.size()];
    int read = source.read(0, bytes, 0, bytes.length);
    return new String(bytes, 0, Math.max(0, read), US_ASCII);
  }
}
