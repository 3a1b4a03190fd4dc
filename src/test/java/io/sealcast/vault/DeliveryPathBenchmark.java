package io.sealcast.vault;

import io.sealcast.range.ChunkGrid;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
 * Measures the processing of a chunk without Kafka in MiB/s of one core. The object is opened for
 * each chunk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeliveryPathBenchmark {
  private static final ResponseContext CONTEXT = new ResponseContext("r", 1, null, 0, false);

  private final ResponseKey responseKey = new ResponseKey(Secrets.random(32));
  private Path directory;
  private DecryptService decrypt;
  private DataKey key;
  private ObjectRef stored;
  private byte[] sealed;
  private long next;

  @Setup
  public void store() throws IOException {
    directory = Files.createTempDirectory("sealcast-bench");
    BlobStore blobs = new LocalBlobStore(directory, 0);
    EncryptService encrypt = new EncryptService(blobs);
    decrypt = new DecryptService(blobs);
    key = encrypt.newDataKey();
    try (ObjectEncryptor encryptor = encrypt.encrypt(1, key)) {
      for (int i = 0; i < 64; i++) {
        encryptor.write(Secrets.random(ChunkGrid.DEFAULT.chunkSize()));
      }
      stored = encryptor.publish().ref();
    }
    sealed = openDecryptAndSealForTheViewer();
  }

  @TearDown
  public void removeStorage() throws IOException {
    try (var left = Files.walk(directory)) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Benchmark
  public long openDecryptAndVerify() throws IOException {
    try (ObjectReader reader = decrypt.open(stored, key)) {
      return reader.chunk(next++ % reader.chunkCount()).remaining();
    }
  }

  @Benchmark
  public byte[] openDecryptAndSealForTheViewer() throws IOException {
    try (ObjectReader reader = decrypt.open(stored, key)) {
      return ResponseCipher.seal(
          responseKey, CONTEXT, reader.chunk(next++ % reader.chunkCount()), byte[]::new);
    }
  }

  @Benchmark
  public byte[] openForTheViewer() {
    return ResponseCipher.open(responseKey, CONTEXT, ByteBuffer.wrap(sealed));
  }
}
