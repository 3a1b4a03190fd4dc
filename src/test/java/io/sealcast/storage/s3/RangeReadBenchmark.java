package io.sealcast.storage.s3;

import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Opens an object and reads 1 MiB at a random position, as delivery does for a chunk, so ops/s are
 * MiB/s. S3Proxy runs in the same process with the same disk and cores.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 2)
public class RangeReadBenchmark {
  private static final String KEY = "videos/1/a.sealed";
  private static final int MIB = 1 << 20;
  private static final int SIZE = 64 * MIB;

  /** The kind of store. */
  @Param({"local", "s3"})
  public String kind;

  private Path directory;
  private S3Server server;
  private BlobStore store;

  @Setup
  public void store() throws IOException {
    directory = Files.createTempDirectory("sealcast-bench");
    if (kind.equals("s3")) {
      S3Server.credentials();
      server = S3Server.start(directory.resolve("s3"));
      store = server.store("");
    } else {
      store = new LocalBlobStore(directory.resolve("local"), 0);
    }
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    try (BlobWriter writer = store.create(KEY)) {
      writer.write(bytes);
      writer.publish();
    }
  }

  @Benchmark
  public byte[] openAndRead1MiB() throws IOException {
    byte[] target = new byte[MIB];
    try (Blob blob = store.open(KEY)) {
      blob.readFully(ThreadLocalRandom.current().nextInt(SIZE - MIB), target, 0, MIB);
    }
    return target;
  }

  @TearDown
  public void remove() throws IOException {
    if (server != null) {
      server.close();
    }
    try (var left = Files.walk(directory)) {
      for (Path path : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
