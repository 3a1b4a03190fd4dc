package io.sealcast.container.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Writes containers whose chunks are encrypted by several threads in any order. */
class ParallelWriterProperties {
  private static final int CHUNK = Sealed.KIB_64;
  private static final int MOST = 12 * CHUNK;
  private static final byte[] IV = Sealed.bytes(16, 3);

  /** Like the application's executor, but each task begins with a random delay. */
  private static final class Workers implements Executor, AutoCloseable {
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    Workers(int count) {
      threads =
          new ThreadPoolExecutor(
              0, count, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), (r, pool) -> r.run());
    }

    @Override
    public void execute(Runnable task) {
      Thread caller = Thread.currentThread();
      threads.execute(
          () -> {
            if (Thread.currentThread() != caller) {
              elsewhere.incrementAndGet();
              LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(2_000_000));
            }
            task.run();
          });
    }

    @Override
    public void close() {
      threads.shutdown();
      try {
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Encrypts chunk after chunk without a writer. */
  private static byte[] serially(byte[] plain) {
    Header header = new Header(CHUNK, Sealed.ID, IV);
    ChunkCipher cipher =
        new ChunkCipher(
            header, ChunkKeys.derive(Sealed.KEY, header.objectId()), new CipherContext());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.encode());
    byte[] sealed = new byte[Layout.sealedLength(CHUNK)];
    long count = new Layout(CHUNK).chunkCount(plain.length);
    for (int i = 0; i < count; i++) {
      byte[] chunk = Arrays.copyOfRange(plain, i * CHUNK, Math.min(plain.length, (i + 1) * CHUNK));
      out.write(sealed, 0, cipher.seal(i, i == count - 1, chunk, chunk.length, sealed));
    }
    out.writeBytes(cipher.sealTrailer(plain.length, count));
    return out.toByteArray();
  }

  private static ContainerWriter writer(
      OutputStream out, BorrowedContexts contexts, Executor executor) throws IOException {
    return ContainerFormats.writingChunksOf(CHUNK)
        .create(out, Sealed.KEY, Sealed.ID, IV, contexts, executor);
  }

  /** Writes parts of random length. */
  private static void write(ContainerWriter writer, byte[] plain, Random random)
      throws IOException {
    for (int at = 0; at < plain.length; ) {
      int part = Math.min(plain.length - at, random.nextInt(3 * CHUNK));
      writer.write(plain, at, part);
      at += part;
      assertThat(writer.size()).isEqualTo(at);
    }
  }

  @Property(tries = 150)
  void writesTheBytesOfASerialWriterHoweverThePlaintextArrives(
      @ForAll @IntRange(max = MOST) int length,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(length, seed);
    BorrowedContexts contexts = new BorrowedContexts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workers workers = new Workers(threads)) {
      try (ContainerWriter writer = writer(out, contexts, workers)) {
        write(writer, plain, new Random(seed));
        writer.finish();
        assertThat(writer.size()).isEqualTo(length);
      }
      // the first chunk meets threads that have nothing to do, unless it is the last
      assertThat(workers.elsewhere.get() > 0).isEqualTo(length > CHUNK);
    }
    assertThat(Arrays.equals(out.toByteArray(), serially(plain))).isTrue();
    assertThat(contexts.borrowed()).isZero();
    assertThat(contexts.most()).isLessThanOrEqualTo(V1Writer.MAX_IN_FLIGHT + 1);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void failsByTheFailureOfAnyWriteAndThenAtEachCall(
      @ForAll @IntRange(max = MOST) int length,
      @ForAll @IntRange(max = MOST) int room,
      @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(length, seed);
    byte[] whole = serially(plain);
    IOException full = new IOException("no room");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OutputStream limited =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("bytes come in arrays");
          }

          @Override
          public void write(byte[] bytes, int offset, int count) throws IOException {
            if (out.size() + count > Header.LENGTH + room) {
              throw full;
            }
            out.write(bytes, offset, count);
          }
        };
    BorrowedContexts contexts = new BorrowedContexts();
    try (Workers workers = new Workers(2);
        ContainerWriter writer = writer(limited, contexts, workers)) {
      try {
        write(writer, plain, new Random(seed));
        writer.finish();
        assertThat(out.size()).isEqualTo(whole.length);
      } catch (IOException e) {
        assertThat(e).isSameAs(full);
        assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
        assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
      }
    }
    contexts.requireUnused();
    assertThat(out.size() == whole.length).isEqualTo(whole.length <= Header.LENGTH + room);
    assertThat(Arrays.equals(out.toByteArray(), Arrays.copyOf(whole, out.size()))).isTrue();
    assertThat(contexts.borrowed()).isZero();
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void canBeClosedAtAnyTime(@ForAll @IntRange(max = MOST) int length, @ForAll long seed)
      throws IOException {
    byte[] plain = Sealed.bytes(length, seed);
    BorrowedContexts contexts = new BorrowedContexts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workers workers = new Workers(3)) {
      ContainerWriter writer = writer(out, contexts, workers);
      write(writer, plain, new Random(seed));
      if (seed % 2 == 0) {
        // a server that stops interrupts its threads
        Thread.currentThread().interrupt();
      }
      writer.close();
      assertThat(Thread.interrupted()).isEqualTo(seed % 2 == 0);
      int written = out.size();
      assertThat(contexts.borrowed()).isZero();
      writer.close();
      assertThatThrownBy(() -> writer.write(1)).isInstanceOf(IOException.class);
      assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
      assertThat(out.size()).isEqualTo(written);
    }
    contexts.requireUnused();
  }

  /** For instance when the system has no memory for another thread. */
  @Example
  void doesNotWaitForAChunkThatTheExecutorDidNotAccept() throws IOException {
    BorrowedContexts contexts = new BorrowedContexts();
    RejectedExecutionException refused = new RejectedExecutionException();
    ContainerWriter writer =
        writer(
            OutputStream.nullOutputStream(),
            contexts,
            task -> {
              throw refused;
            });
    assertThatThrownBy(() -> writer.write(new byte[CHUNK + 1])).isSameAs(refused);
    writer.close();
    assertThat(contexts.borrowed()).isZero();
  }

  /** One thread has as many chunks as it may, while the first one isn't ready. */
  @Example
  void keepsFewChunksWhileTheFirstIsNotReady() throws Exception {
    BorrowedContexts contexts = new BorrowedContexts();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] plain = Sealed.bytes(MOST, 5);
    AtomicInteger accepted = new AtomicInteger();
    Executor firstIsSlow =
        task -> {
          if (accepted.getAndIncrement() > 0) {
            task.run();
            return;
          }
          Thread slow =
              new Thread(
                  () -> {
                    try {
                      while (accepted.get() < V1Writer.MAX_IN_FLIGHT) {
                        Thread.sleep(1);
                      }
                      Thread.sleep(50);
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    task.run();
                  });
          slow.start();
        };
    try (ContainerWriter writer = writer(out, contexts, firstIsSlow)) {
      writer.write(plain);
      writer.finish();
    }
    assertThat(Arrays.equals(out.toByteArray(), serially(plain))).isTrue();
    assertThat(contexts.most()).isEqualTo(V1Writer.MAX_IN_FLIGHT);
  }
}
