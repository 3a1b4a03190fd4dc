package io.sealcast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of all blob stores. */
public abstract class BlobStoreContract {
  private static final String KEY = "videos/17/5f0c-a.sealed";

  /** Longer than the buffers of a store, and not a multiple of their lengths. */
  private static final int LARGE = 12_345_678;

  private BlobStore store;

  /** Creates an empty store. */
  protected abstract BlobStore newStore() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = newStore();
  }

  @Test
  void givesBackWhatWasPublished() throws IOException {
    byte[] bytes = random(200_000);
    try (BlobWriter writer = store.create(KEY)) {
      writer.write(bytes[0]);
      writer.write(bytes, 1, 99_999);
      writer.write(bytes, 100_000, 100_000);
      assertThat(writer.size()).isEqualTo(200_000);
      writer.publish();
    }
    try (Blob blob = store.open(KEY)) {
      assertThat(blob.size()).isEqualTo(200_000);
      byte[] all = new byte[200_000];
      blob.readFully(0, all, 0, all.length);
      assertThat(all).isEqualTo(bytes);
      byte[] some = new byte[12];
      blob.readFully(123_456, some, 2, 9);
      assertThat(some).startsWith(0, 0).endsWith((byte) 0);
      assertThat(java.util.Arrays.copyOfRange(some, 2, 11))
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 123_456, 123_465));
    }
  }

  @Test
  void givesBackAnyPartOfALargeBlob() throws IOException {
    byte[] bytes = random(LARGE);
    try (BlobWriter writer = store.create(KEY)) {
      for (int at = 0; at < LARGE; at += 1_000_000) {
        writer.write(bytes, at, Math.min(1_000_000, LARGE - at));
      }
      writer.publish();
      assertThat(writer.size()).isEqualTo(LARGE);
    }
    assertThat(store.list("videos/")).extracting(BlobStore.Entry::size).containsOnly((long) LARGE);
    try (Blob blob = store.open(KEY)) {
      assertThat(blob.size()).isEqualTo(LARGE);
      int[][] ranges = {
        {0, LARGE}, {0, 48}, {0, 300}, {200, 100}, {LARGE - 40, 40}, {LARGE - 300, 300},
        {LARGE - 300, 100}, {1 << 20, 1 << 20}, {5_242_879, 2}, {4096, 1}, {LARGE - 1, 1}, {7, 0}
      };
      for (int[] range : ranges) {
        byte[] read = new byte[range[1]];
        blob.readFully(range[0], read, 0, read.length);
        assertThat(read)
            .isEqualTo(java.util.Arrays.copyOfRange(bytes, range[0], range[0] + range[1]));
      }
      byte[] target = new byte[41];
      assertThatThrownBy(() -> blob.readFully(LARGE - 40, target, 0, 41))
          .isInstanceOf(EOFException.class);
    }
  }

  @Test
  void seesAnotherBlobUnderTheKeyOfALargeOne() throws IOException {
    for (int size : new int[] {LARGE, LARGE / 2, 100}) {
      byte[] bytes = random(size);
      try (BlobWriter writer = store.create(KEY)) {
        writer.write(bytes);
        writer.publish();
      }
      try (Blob blob = store.open(KEY)) {
        byte[] read = new byte[size];
        blob.readFully(0, read, 0, size);
        assertThat(read).isEqualTo(bytes);
      }
    }
    store.delete(KEY);
    assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void endsWhereTheBlobEnds() throws IOException {
    put(KEY, "twelve bytes");
    try (Blob blob = store.open(KEY)) {
      byte[] target = new byte[13];
      assertThatThrownBy(() -> blob.readFully(0, target, 0, 13)).isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> blob.readFully(12, target, 0, 1)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void keepsAnEmptyBlob() throws IOException {
    put(KEY, "");
    try (Blob blob = store.open(KEY)) {
      assertThat(blob.size()).isZero();
    }
  }

  @Test
  void showsNothingBeforeItIsPublished() throws IOException {
    try (BlobWriter writer = store.create(KEY)) {
      writer.write(random(LARGE));
      assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(NoSuchFileException.class);
      assertThat(store.list("videos/")).isEmpty();
    }
    assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(NoSuchFileException.class);
    assertThat(store.collectOrphans(Instant.now().plusSeconds(60))).isZero();
  }

  @Test
  void replacesABlobAllAtOnce() throws IOException {
    put(KEY, "before");
    try (Blob open = store.open(KEY);
        BlobWriter writer = store.create(KEY)) {
      writer.write("afterwards".getBytes(StandardCharsets.US_ASCII));
      assertThat(get(KEY)).isEqualTo("before");
      writer.publish();
      assertThat(get(KEY)).isEqualTo("afterwards");
      assertThat(open.size()).isEqualTo(6);
    }
    assertThat(get(KEY)).isEqualTo("afterwards");
  }

  @Test
  void mayBeClosedTwiceAndAfterPublishing() throws IOException {
    BlobWriter writer = store.create(KEY);
    writer.publish();
    writer.close();
    writer.close();
    assertThat(get(KEY)).isEmpty();
  }

  @Test
  void deletes() throws IOException {
    put(KEY, "x");
    store.delete(KEY);
    store.delete(KEY);
    assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void erases() throws IOException {
    put(KEY, "a secret");
    put(KEY + "x", "another");
    store.erase(KEY);
    store.erase(KEY);
    assertThatThrownBy(() -> store.open(KEY)).isInstanceOf(NoSuchFileException.class);
    assertThat(get(KEY + "x")).isEqualTo("another");
  }

  @Test
  void deletesAllOfOneVideoAndNoneOfAnother() throws IOException {
    put("videos/1/a", "x");
    put("videos/1/deeper/b", "x");
    put("videos/12/a", "x");
    store.deleteAll("videos/1/");
    store.deleteAll("videos/1/");
    assertThat(store.list("videos/")).extracting(BlobStore.Entry::key).containsOnly("videos/12/a");
  }

  @Test
  void listsWhatIsThere() throws IOException {
    put("videos/1/a", "one");
    put("videos/1/b", "two!");
    put("other/c", "x");
    assertThat(store.list("videos/1/"))
        .extracting(BlobStore.Entry::key, BlobStore.Entry::size)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("videos/1/a", 3L),
            org.assertj.core.groups.Tuple.tuple("videos/1/b", 4L));
    assertThat(store.list("videos/1/"))
        .allSatisfy(
            e ->
                assertThat(e.modified())
                    .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60)));
    assertThat(store.list("nothing/")).isEmpty();
  }

  @Test
  void collectsWhatAKilledWriterLeft() throws IOException {
    BlobWriter killed = store.create(KEY);
    killed.write(new byte[LARGE]);
    assertThat(store.collectOrphans(Instant.now().minusSeconds(3_600))).isZero();
    assertThat(store.collectOrphans(Instant.now().plusSeconds(3_600))).isEqualTo(1);
    put("videos/1/a", "published");
    assertThat(store.collectOrphans(Instant.now().plusSeconds(3_600))).isZero();
    assertThat(get("videos/1/a")).isEqualTo("published");
    killed.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "..",
        "../x",
        "a/../b",
        "a/..",
        ".hidden",
        "a//b",
        "a/",
        "a b",
        "a\\b",
        "C:x",
        "ä",
        "a/\0",
        "a\n",
        "a/.b",
        "~/x"
      })
  void refusesAKeyThatNobodyMadeHere(String key) {
    assertThatThrownBy(() -> store.create(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.deleteAll(key + "/"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAPrefixThatIsNone() {
    assertThatThrownBy(() -> store.deleteAll("videos/1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.list("videos/1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isUsedByManyAtOnce() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      var all =
          writers.invokeAll(
              IntStream.range(0, 40)
                  .<Callable<String>>mapToObj(
                      i ->
                          () -> {
                            String key = "videos/" + i % 4 + "/" + i;
                            put(key, "blob " + i);
                            return get(key);
                          })
                  .toList());
      for (int i = 0; i < 40; i++) {
        assertThat(all.get(i).get()).isEqualTo("blob " + i);
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(store.list("videos/")).hasSize(40);
  }

  @Test
  void provesThatItWorks() throws IOException {
    store.probe();
    assertThat(store.list("probe/")).isEmpty();
    assertThat(store.usableBytes()).isPositive();
  }

  private void put(String key, String text) throws IOException {
    try (BlobWriter writer = store.create(key)) {
      writer.write(text.getBytes(StandardCharsets.US_ASCII));
      writer.publish();
    }
  }

  private String get(String key) throws IOException {
    try (Blob blob = store.open(key)) {
      byte[] bytes = new byte[(int) blob.size()];
      blob.readFully(0, bytes, 0, bytes.length);
      return new String(bytes, StandardCharsets.US_ASCII);
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
