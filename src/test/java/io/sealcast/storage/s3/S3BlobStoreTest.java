package io.sealcast.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobStoreContract;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BlobStoreTest extends BlobStoreContract {
  private static final String KEY = "videos/17/a.sealed";
  private static final byte[] LARGE = new byte[11 << 20];

  private static S3Server server;
  private S3BlobStore open;

  @BeforeAll
  static void startServer(@TempDir Path directory) throws IOException {
    S3Server.credentials();
    server = S3Server.start(directory.resolve("s3"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
  }

  @Override
  protected BlobStore newStore() {
    server.clear();
    open = server.store("some/where/");
    return open;
  }

  @AfterEach
  void closeStore() {
    open.close();
    S3Server.credentials();
  }

  @Test
  void keepsToItsPrefix() throws IOException {
    try (S3BlobStore other = server.store("some/where/videos/");
        S3BlobStore whole = server.store("")) {
      put(open, KEY);
      put(other, "17/b");
      assertThat(server.objects())
          .containsExactlyInAnyOrder("some/where/videos/17/a.sealed", "some/where/videos/17/b");
      assertThat(whole.list("some/")).hasSize(2);
      assertThat(other.list("videos/")).isEmpty();
    }
  }

  @Test
  void sparesTheUploadsOfOthers() throws IOException {
    try (S3BlobStore other = server.store("elsewhere/");
        BlobWriter writer = other.create(KEY)) {
      writer.write(LARGE);
      assertThat(server.uploads()).containsExactly("elsewhere/videos/17/a.sealed");
      assertThat(open.collectOrphans(Instant.now().plusSeconds(3_600))).isZero();
      writer.publish();
      assertThat(other.open(KEY).size()).isEqualTo(LARGE.length);
    }
  }

  @Test
  void leavesNoUploadBehindOnceItEnded() throws IOException {
    try (BlobWriter broken = open.create(KEY)) {
      broken.write(LARGE);
      assertThat(server.uploads()).hasSize(1);
    }
    assertThat(server.uploads()).isEmpty();
    try (BlobWriter writer = open.create(KEY)) {
      writer.write(LARGE);
      writer.publish();
    }
    assertThat(server.uploads()).isEmpty();
    assertThat(server.objects()).containsExactly("some/where/" + KEY);
  }

  @Test
  void refusesToMixTwoVersionsOfABlob() throws IOException {
    put(open, KEY);
    try (S3BlobStore other = server.store("some/where/");
        Blob before = open.open(KEY)) {
      byte[] changed = LARGE.clone();
      changed[0] = 1;
      try (BlobWriter writer = other.create(KEY)) {
        writer.write(changed);
        writer.publish();
      }
      assertThatThrownBy(() -> before.readFully(1 << 20, new byte[10], 0, 10))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(NoSuchFileException.class);
      byte[] first = new byte[1];
      try (Blob after = open.open(KEY)) {
        after.readFully(0, first, 0, 1);
      }
      assertThat(first[0]).isEqualTo((byte) 1);
      other.delete(KEY);
      assertThatThrownBy(() -> before.readFully(1 << 20, new byte[10], 0, 10))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void tellsAServerThatIsGoneFromABlobThatIsMissing() throws IOException {
    put(open, KEY);
    try (Blob blob = open.open(KEY)) {
      server.stop();
      try {
        assertUnavailable(() -> blob.readFully(1 << 20, new byte[10], 0, 10));
        assertUnavailable(() -> open.open("videos/17/b"));
        assertUnavailable(() -> put(open, "videos/17/b"));
        assertUnavailable(() -> open.delete(KEY));
        assertUnavailable(() -> open.list("videos/"));
        assertUnavailable(() -> open.probe());
      } finally {
        server.startAgain();
      }
      byte[] read = new byte[10];
      blob.readFully(1 << 20, read, 0, 10);
      open.probe();
    }
    assertThat(open.list("videos/")).hasSize(1);
  }

  @Test
  void tellsABucketThatIsMissingFromABlobThatIs() {
    S3Settings settings =
        new S3Settings(
            server.endpoint(), "us-east-1", "no-such", "", true, 5 << 20, Duration.ofSeconds(8));
    try (S3BlobStore store = S3BlobStore.connect(settings)) {
      assertUnavailable(() -> store.open(KEY));
      assertUnavailable(() -> store.list("videos/"));
      assertUnavailable(() -> store.probe());
    }
  }

  @Test
  void doesNotWaitForEverForAServerThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3BlobStore store =
            S3Server.store(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                "",
                Duration.ofMillis(300))) {
      assertUnavailable(() -> store.open(KEY));
    }
  }

  @Test
  void keepsCredentialsOutOfItsFailures() {
    String secret = "a-secret-that-is-wrong-0815";
    S3Server.credentials(secret);
    try (S3BlobStore store = server.store("")) {
      assertThatThrownBy(() -> store.probe())
          .isInstanceOf(IOException.class)
          .satisfies(
              e -> {
                StringWriter text = new StringWriter();
                e.printStackTrace(new PrintWriter(text));
                assertThat(text.toString()).contains("403").doesNotContain(secret);
              });
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void assertUnavailable(Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class);
  }

  private static void put(BlobStore store, String key) throws IOException {
    try (BlobWriter writer = store.create(key)) {
      writer.write(LARGE);
      writer.publish();
    }
  }
}
