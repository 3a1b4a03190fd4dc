package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.Captions;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.media.SourceClock;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the order of key file and database with a fake database. */
class ResultRegistrationTest {
  private static final long VIDEO = 7;
  private static final KeySlot SLOT =
      new KeySlot(3, KeySlot.PASSPHRASE, new byte[16], 600_000, new byte[40]);
  private static final StoredObject SOURCE = stored(1);
  private static final LeasedVideo LEASED = new LeasedVideo(VIDEO, "worker", SOURCE.ref());

  @TempDir Path directory;
  private BlobStore blobs;
  private KeyFiles keyFiles;
  private final Database database = new Database();
  private final ProcessingResult result =
      new ProcessingResult(
          "720p.mp4",
          new Rendition(
              "720p.mp4",
              2,
              2,
              5,
              true,
              new FragmentIndex(1, List.of(), "avc1"),
              new SourceClock(0, false),
              List.of(),
              List.of()),
          List.of(
              new PublishedObject(stored(2), new Captions(1, LanguageTag.UNDETERMINED, "")),
              new PublishedObject(stored(3), new Poster("poster.jpg"))),
          List.of(),
          List.of(),
          List.of());

  @BeforeEach
  void uploadAVideo() throws IOException {
    blobs = new LocalBlobStore(directory, 0);
    keyFiles = new KeyFiles(blobs);
    keyFiles.write(KeyFile.of(VIDEO, List.of(SLOT), database.objects));
  }

  private static StoredObject stored(long id) {
    return new StoredObject(new ObjectRef(VIDEO, new UUID(0, id)), new byte[16], 5);
  }

  @Test
  void theKeyFileNamesTheResultBeforeTheDatabaseDoes() throws IOException {
    assertThat(register()).isTrue();
    assertThat(database.keyFileWhenCompleted)
        .contains(
            "\"source\"", "\"captions.und.vtt\"", "\"poster.jpg\"", new UUID(0, 2).toString());
    assertThat(keyFile()).isEqualTo(database.keyFileWhenCompleted).contains("\"passphrase\"");
  }

  @Test
  void aKeyFileThatCannotBeWrittenRegistersNothing() throws IOException {
    String before = keyFile();
    keyFiles =
        new KeyFiles(blobs) {
          @Override
          public void write(KeyFile content) throws IOException {
            throw new IOException("no storage");
          }
        };
    assertThatThrownBy(this::register).isInstanceOf(IOException.class);
    assertThat(database.keyFileWhenCompleted).isNull();
    assertThat(keyFile()).isEqualTo(before);
  }

  @Test
  void aVideoThatIsAnothersByNowKeepsItsKeyFile() throws IOException {
    String before = keyFile();
    database.leased = false;
    assertThat(register()).isFalse();
    assertThat(database.keyFileWhenCompleted).isNull();
    assertThat(keyFile()).isEqualTo(before);
  }

  @Test
  void aLeaseThatRunsOutInBetweenLeavesTheKeyFileAsTheDatabaseHasIt() throws IOException {
    database.accepts = false;
    database.registeredMeanwhile = Map.of("source", SOURCE, "480p.mp4", stored(9));
    assertThat(register()).isFalse();
    assertThat(keyFile())
        .contains("\"source\"", "\"480p.mp4\"")
        .doesNotContain("\"captions.und.vtt\"");
  }

  @Test
  void theKeyFileDoesNotNameWhatTheResultHasReplaced() throws IOException {
    database.replaces = Map.of("720p-2.mp4.part-0000", stored(8));
    assertThat(register()).isTrue();
    assertThat(database.keyFileWhenCompleted).contains("\"source\"");
    assertThat(keyFile()).contains("\"720p-2.mp4.part-0000\"").doesNotContain("\"source\"");
  }

  @Test
  void aVideoThatIsDeletedInBetweenGetsNoOtherKeyFile() throws IOException {
    database.accepts = false;
    database.registeredMeanwhile = null;
    assertThat(register()).isFalse();
    assertThat(keyFile()).as("left for what deletes the rest").contains("\"captions.und.vtt\"");
  }

  private boolean register() throws IOException {
    return new ResultRegistration(database.new Reading(), keyFiles, database.new Leases())
        .register(LEASED, result);
  }

  private String keyFile() throws IOException {
    return Files.readString(directory.resolve("videos/7/keys.json"));
  }

  /** A database with given results. */
  private final class Database {
    private final Map<String, StoredObject> objects = Map.of("source", SOURCE);
    private boolean leased = true;
    private boolean accepts = true;
    private Map<String, StoredObject> registeredMeanwhile = objects;
    private String keyFileWhenCompleted;

    /** All objects after a result that replaces others; empty for one that adds objects. */
    private Map<String, StoredObject> replaces = Map.of();

    private final class Reading extends KeyFileContents {
      Reading() {
        super(new FakeVideos(null));
      }

      @Override
      Optional<KeyFile> of(LeasedVideo video) {
        return leased ? Optional.of(KeyFile.of(VIDEO, List.of(SLOT), objects)) : Optional.empty();
      }

      @Override
      Optional<KeyFile> of(long fileId) {
        return Optional.ofNullable(registeredMeanwhile)
            .map(present -> KeyFile.of(VIDEO, List.of(SLOT), present));
      }
    }

    private final class Leases extends JobLeases {
      Leases() {
        super(new FakeVideos(null), new RetryPolicy(List.of()));
      }

      @Override
      boolean withdraw(LeasedVideo video, String rendition, int kept) {
        return leased;
      }

      @Override
      boolean complete(LeasedVideo video, ProcessingResult completed) {
        try {
          keyFileWhenCompleted = keyFile();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        if (accepts && replaces.isEmpty()) {
          Map<String, StoredObject> all = new HashMap<>(objects);
          all.putAll(completed.stored());
          registeredMeanwhile = all;
        } else if (accepts) {
          registeredMeanwhile = replaces;
        }
        return accepts;
      }
    }
  }
}
