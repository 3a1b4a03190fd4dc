package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a warm JVM on one core, in memory. An operation is 1 MiB, so ops/s are MiB/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ContainerBenchmark {
  private static final int MIB = 16;

  private final byte[] plain = Sealed.bytes(MIB << 20, 1);
  private final byte[] container = Sealed.seal(plain, Sealed.ID, Sealed.MIB);
  private final byte[] iv = new byte[ContainerWriter.IV_LENGTH];
  private final CipherContext context = new CipherContext();
  private CiphertextSource source;

  @Setup
  public void prepare() {
    source = new ArraySource(container);
  }

  @Benchmark
  @OperationsPerInvocation(MIB)
  public long decryptAndVerify() throws IOException {
    ContainerReader reader = Sealed.open(source, Sealed.KEY, context);
    long bytes = 0;
    for (long index = 0; index < reader.chunkCount(); index++) {
      bytes += reader.chunk(index).remaining();
    }
    return bytes;
  }

  @Benchmark
  @OperationsPerInvocation(MIB)
  public long encrypt() throws IOException {
    ContainerWriter writer =
        ContainerFormats.standard()
            .create(OutputStream.nullOutputStream(), Sealed.KEY, Sealed.ID, iv, context);
    writer.write(plain);
    writer.finish();
    return writer.size();
  }

  /** A {@link MemorySource} that doesn't record reads. */
  record ArraySource(byte[] bytes) implements CiphertextSource {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
      System.arraycopy(bytes, (int) position, target, offset, length);
    }
  }
}
