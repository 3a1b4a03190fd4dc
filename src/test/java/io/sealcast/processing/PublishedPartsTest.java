package io.sealcast.processing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.RenditionPart;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what becomes of the parts of one attempt in the next, with real storage. */
class PublishedPartsTest {
  private static final long FILE = 7;

  @TempDir Path directory;
  private EncryptService encrypt;
  private DecryptService decrypt;
  private VideoStorage storage;
  private DataKey key;
  private final List<MediaObject> registered = new ArrayList<>();

  /** Name of the rendition that is played until the new one is complete. */
  private @Nullable String superseded;

  private final PublishedParts.Register register =
      new PublishedParts.Register() {
        @Override
        public Optional<String> superseded() {
          return Optional.ofNullable(superseded);
        }

        @Override
        public Optional<MediaObject> first() {
          return registered.stream().filter(o -> o.getName().endsWith("-0000")).findFirst();
        }

        @Override
        public Optional<MediaObject> find(String rendition, int number) {
          String name = String.format(Locale.ROOT, "%s.part-%04d", rendition, number);
          return registered.stream().filter(o -> o.getName().equals(name)).findFirst();
        }

        @Override
        public void publish(PublishedPart part) {
          registered.add(part.toMediaObject());
        }

        @Override
        public void withdraw(String rendition, int kept) {
          registered.removeIf(
              o ->
                  !o.partOf().equals(Optional.of(rendition))
                      || Integer.parseInt(o.getName().replaceFirst(".*-", "")) >= kept);
        }
      };

  private static final PublishedPart.Sound SOUND =
      new PublishedPart.Sound(new LanguageTag("de"), "Ton");

  /** An attempt of a job. */
  private final class Attempt implements AutoCloseable {
    final SealedSink sink = new SealedSink(encrypt, decrypt, storage, FILE, key);
    final PublishedParts parts =
        new PublishedParts(FILE, key, SOUND, decrypt, sink, register, Optional.empty());

    void publish(String... contents) throws IOException {
      for (int number = 0; number < contents.length; number++) {
        String name = String.format(Locale.ROOT, "720p.mp4.part-%04d", number);
        byte[] bytes = contents[number].getBytes(US_ASCII);
        try (OutputStream out = sink.open(name)) {
          out.write(bytes);
        }
        FragmentIndex index =
            new FragmentIndex(
                0,
                List.of(new FragmentIndex.Fragment(number, 1, 25, 0, bytes.length)),
                "avc1.64001f");
        parts.published(new RenditionPart("720p.mp4", number, name, 2, 2, bytes.length, index, 9));
      }
    }

    String read(int number) throws IOException {
      byte[] bytes = new byte[9];
      int read =
          sink.reopen(String.format(Locale.ROOT, "720p.mp4.part-%04d", number))
              .read(0, bytes, 0, bytes.length);
      return new String(bytes, 0, read, US_ASCII);
    }

    @Override
    public void close() throws IOException {
      sink.close();
    }
  }

  @BeforeEach
  void open() throws IOException {
    LocalBlobStore blobs = new LocalBlobStore(directory, 0);
    encrypt = new EncryptService(blobs);
    decrypt = new DecryptService(blobs);
    storage = new VideoStorage(blobs);
    key = encrypt.newDataKey();
  }

  private List<String> names() {
    return registered.stream().map(MediaObject::getName).toList();
  }

  @Test
  void theSamePartsStayAndAreStoredOnce() throws IOException {
    try (Attempt first = new Attempt()) {
      first.publish("one", "two");
    }
    List<MediaObject> before = List.copyOf(registered);
    try (Attempt second = new Attempt()) {
      second.publish("one", "two", "three");
      assertThat(registered).startsWith(before.toArray(MediaObject[]::new)).hasSize(3);
      assertThat(storage.objects(FILE)).as("while the attempt runs").hasSize(3);
      assertThat(second.read(0) + second.read(2)).isEqualTo("onethree");
      assertThat(second.parts.name()).isEqualTo("720p.mp4");
    }
    assertThat(storage.objects(FILE)).hasSize(3);
    assertThat(registered)
        .allMatch(part -> part.language().equals(Optional.of(SOUND.language())))
        .allMatch(part -> part.label().equals(SOUND.label()));
  }

  @Test
  void anotherBeginningIsAnotherFile() throws IOException {
    try (Attempt first = new Attempt()) {
      first.publish("one", "two");
    }
    try (Attempt second = new Attempt()) {
      second.publish("uno");
      assertThat(names()).containsExactly("720p-2.mp4.part-0000");
      second.parts.withdrawn("720p.mp4");
      assertThat(names()).isEmpty();
      second.publish("1", "2");
      assertThat(names()).containsExactly("720p-3.mp4.part-0000", "720p-3.mp4.part-0001");
      assertThat(second.parts.name()).isEqualTo("720p-3.mp4");
      assertThat(registered.get(1).partOf()).contains("720p-3.mp4");
    }
    try (Attempt third = new Attempt()) {
      third.publish("1", "2");
      assertThat(third.parts.name()).isEqualTo("720p-3.mp4");
      assertThat(names()).containsExactly("720p-3.mp4.part-0000", "720p-3.mp4.part-0001");
    }
  }

  @Test
  void aPartThatCannotBeReadIsReplaced() throws IOException {
    try (Attempt first = new Attempt()) {
      first.publish("one", "two", "three");
    }
    storage.deleteObject(new ObjectRef(FILE, registered.get(1).getObjectId()));
    MediaObject lost = registered.get(1);
    try (Attempt second = new Attempt()) {
      second.publish("one", "two", "three");
      assertThat(names())
          .containsExactly("720p.mp4.part-0000", "720p.mp4.part-0001", "720p.mp4.part-0002");
      assertThat(registered).doesNotContain(lost);
      assertThat(second.read(1)).isEqualTo("two");
    }
  }

  @Test
  void fewPartsAreOpenAtATime() throws IOException {
    String[] contents = new String[40];
    Arrays.setAll(contents, i -> "part " + i);
    try (Attempt attempt = new Attempt()) {
      attempt.publish(contents);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < contents.length; i++) {
          assertThat(attempt.read(i)).isEqualTo(contents[i]);
        }
      }
      assertThat(attempt.sink.openReaders()).isBetween(1, 4);
    }
  }

  @Test
  void aNewPreparationHasAnotherNameThanTheOneThatIsPlayed() throws IOException {
    superseded = "480p-2.mp4";
    try (Attempt first = new Attempt()) {
      first.publish("one");
      assertThat(first.parts.name()).isEqualTo("720p-3.mp4");
    }
    try (Attempt second = new Attempt()) {
      second.publish("one");
      assertThat(second.parts.name()).as("of a repeated attempt").isEqualTo("720p-3.mp4");
    }
    assertThat(names()).containsExactly("720p-3.mp4.part-0000");
  }
}
