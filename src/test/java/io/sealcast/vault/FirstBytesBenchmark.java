package io.sealcast.vault;

import io.sealcast.range.ChunkGrid;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the first 64 MiB after the start: a fresh JVM each time, with the vault's warm-up. 62.5
 * ms are 1 GiB/s, 128 ms are 500 MiB/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(5)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class FirstBytesBenchmark {
  private static final int CHUNKS = 64;

  private final byte[] chunk = new byte[ChunkGrid.DEFAULT.chunkSize()];
  private Path directory;
  private BlobStore disk;
  private BlobStore memory;
  private BlobStore held;
  private DataKey key;
  private ObjectRef stored;

  @Setup
  public void startServer() throws IOException {
    VaultWarmUp.run();
    // the first access to memory is slow on any machine, independently of the cipher
    Arrays.fill(chunk, (byte) 1);
    directory = Files.createTempDirectory("sealcast-bench");
    disk = new LocalBlobStore(directory, 0);
    memory = new NullBlobStore();
    EncryptService encrypt = new EncryptService(disk);
    key = encrypt.newDataKey();
    // The object consists of one chunk that is read repeatedly, since the benchmark must not warm
    // up the ciphers itself.
    try (ObjectEncryptor encryptor = encrypt.encrypt(1, key)) {
      encryptor.write(chunk);
      stored = encryptor.publish().ref();
    }
    try (Blob blob = disk.open(stored.blobKey())) {
      byte[] container = new byte[(int) blob.size()];
      blob.readFully(0, container, 0, container.length);
      held = new NullBlobStore(container);
    }
  }

  @TearDown
  public void removeStorage() throws IOException {
    disk.deleteAll("videos/");
    try (var left = Files.walk(directory)) {
      for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Measures only the ciphers, since the store is in memory. */
  @Benchmark
  public long decryptAndVerify64Chunks() throws IOException {
    return openEach(held);
  }

  /** Opens the object for each chunk, as a processor does for each request. */
  @Benchmark
  public long openDecryptAndVerify64Chunks() throws IOException {
    return openEach(disk);
  }

  private long openEach(BlobStore store) throws IOException {
    DecryptService decrypt = new DecryptService(store);
    long bytes = 0;
    for (int i = 0; i < CHUNKS; i++) {
      try (ObjectReader reader = decrypt.open(stored, key)) {
        bytes += reader.chunk(0).remaining();
      }
    }
    return bytes;
  }

  @Benchmark
  public long sealAndOpen64ResponseChunks() {
    try (ResponseKey responseKey = new ResponseKey(Secrets.random(ResponseKey.LENGTH))) {
      long bytes = 0;
      for (int i = 0; i < CHUNKS; i++) {
        ResponseContext context = new ResponseContext("r", 1, null, i, false);
        byte[] sealed =
            ResponseCipher.seal(responseKey, context, ByteBuffer.wrap(chunk), byte[]::new);
        bytes += ResponseCipher.open(responseKey, context, ByteBuffer.wrap(sealed)).length;
      }
      return bytes;
    }
  }

  @Benchmark
  public long encrypt64Chunks() throws IOException {
    try (ObjectEncryptor encryptor = new EncryptService(memory).encrypt(1, key)) {
      for (int i = 0; i < CHUNKS; i++) {
        encryptor.write(chunk);
      }
      return encryptor.publish().size();
    }
  }
}
