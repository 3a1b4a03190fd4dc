package io.sealcast.media.ffmpeg;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.RangeHeader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server on 127.0.0.1 from which one run of ffmpeg reads its input and to which it writes
 * its output, so that plaintext is never written to a disk. It answers only the process that was
 * started for it, where the system tells which one that is. The path contains a random secret, too,
 * and is valid only during the run. Thread-safe.
 */
final class LoopbackLink implements AutoCloseable {
  /**
   * One thread for the current read, some for reads that a seek has abandoned, one for the output.
   */
  private static final int THREADS = 6;

  private static final int BUFFER = 128 << 10;
  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final MediaSource source;
  private final @Nullable Pictures pictures;
  private final AtomicBoolean sent = new AtomicBoolean();
  private final @Nullable Receiver receiver;
  private final HttpServer server;
  private final ExecutorService threads;
  private final String path;
  private final CompletableFuture<Long> client = new CompletableFuture<>();
  private final AtomicLong activity = new AtomicLong();
  private final CompletableFuture<Boolean> arrival = new CompletableFuture<>();
  private volatile @Nullable RuntimeException sourceFailure;

  /** Receives the output of ffmpeg. */
  interface Receiver {
    /**
     * Receives the output up to its end, on a thread of the link.
     *
     * @param output the bytes as ffmpeg writes them
     * @param activity is called from time to time while the receiver can't take more bytes: the run
     *     isn't stalled then
     */
    void receive(InputStream output, Runnable activity) throws IOException;
  }

  /** Pictures that are made while they are read, from their beginning to their end. */
  interface Pictures {
    /**
     * Sends the pictures, on a thread of the link.
     *
     * @param activity is called from time to time while there are none yet: the run isn't stalled
     *     then
     * @throws IOException ends the connection, so that the run fails
     */
    void sendTo(OutputStream out, Runnable activity) throws IOException;
  }

  /**
   * @param source the input; read by one thread at a time
   * @param receiver receives the output; null when the run has none
   * @throws DomainException PROCESSING_INTERRUPTED when the server can't be started
   */
  LoopbackLink(MediaSource source, @Nullable Receiver receiver) {
    this(source, null, receiver);
  }

  /**
   * @param pictures the first of two inputs; null when there is one
   */
  LoopbackLink(MediaSource source, @Nullable Pictures pictures, @Nullable Receiver receiver) {
    this.source = source;
    this.pictures = pictures;
    this.receiver = receiver;
    byte[] secret = new byte[24];
    RANDOM.nextBytes(secret);
    path = "/" + HexFormat.of().formatHex(secret) + "/";
    server = listen();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(16),
            r -> {
              Thread thread = new Thread(r, "ffmpeg-link");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext(path + "in", this::handleGet).getFilters().add(new PeerFilter());
    server.createContext(path + "pictures", this::sendPictures).getFilters().add(new PeerFilter());
    server.createContext(path + "out", this::handlePut).getFilters().add(new PeerFilter());
    server.start();
  }

  private static HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 16);
    } catch (IOException e) {
      throw new DomainException(ErrorCode.PROCESSING_INTERRUPTED, e);
    }
  }

  String inputUrl() {
    return url("in");
  }

  /** Returns the address of one of several inputs, from 0. */
  String inputUrl(int number) {
    return number == 0 && pictures != null ? url("pictures") : inputUrl();
  }

  String outputUrl() {
    return url("out");
  }

  private String url(String resource) {
    return "http://127.0.0.1:" + port() + path + resource;
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Sets the process that this link answers, from now on and for good. */
  void answerOnly(long pid) {
    client.complete(pid);
  }

  /** Returns the number of bytes read and written so far, for the detection of stalled runs. */
  long activity() {
    return activity.get();
  }

  /**
   * Returns the failure of the source, or null. After such a failure, ffmpeg's messages are only
   * its consequence.
   */
  @Nullable RuntimeException sourceFailure() {
    return sourceFailure;
  }

  /**
   * Waits until the output was received completely. ffmpeg may have ended before, since the system
   * keeps what isn't received yet.
   *
   * @throws IOException when the output wasn't received completely, or nothing happens for 10
   *     seconds
   * @throws DomainException when the receiver rejected the output
   * @throws CancellationException when cancelled or interrupted
   */
  void awaitArrival(Cancellation cancellation) throws IOException {
    long seen = activity();
    long changed = System.nanoTime();
    while (System.nanoTime() - changed < ARRIVAL_LIMIT.toNanos()) {
      cancellation.check();
      if (arrived()) {
        return;
      }
      if (activity() != seen) {
        seen = activity();
        changed = System.nanoTime();
      }
    }
    throw new IOException("no output came");
  }

  private boolean arrived() throws IOException {
    try {
      return arrival.get(100, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DomainException domain) {
        throw domain;
      }
      throw new IOException("the output didn't come whole", e.getCause());
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  /** Returns the failure with which the receiver rejected the output, or null. */
  @Nullable DomainException refusal() {
    try {
      arrival.getNow(null);
      return null;
    } catch (CompletionException e) {
      return e.getCause() instanceof DomainException domain ? domain : null;
    }
  }

  /** Refuses every process but the one that was started for this link. */
  private final class PeerFilter extends Filter {
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (!PeerProcess.isKnown() || isClient(exchange.getRemoteAddress())) {
        chain.doFilter(exchange);
        return;
      }
      try (exchange) {
        exchange.sendResponseHeaders(403, -1);
      }
    }

    private boolean isClient(InetSocketAddress peer) {
      try {
        return PeerProcess.holds(client.get(10, TimeUnit.SECONDS), peer, port());
      } catch (ExecutionException | CancellationException | TimeoutException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public String description() {
      return "the process that was started for the link";
    }
  }

  private void handleGet(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      long size = source.size();
      exchange.getResponseHeaders().set("Connection", "close");
      exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
      ByteRange range = requested(exchange, size);
      if (range == null) {
        exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Range", range.contentRange(size));
      exchange.sendResponseHeaders(206, range.length());
      send(range, exchange.getResponseBody());
    } catch (DomainException e) {
      // set before the exchange is closed: ffmpeg exits then, and the caller asks for the reason
      sourceFailure = e;
    }
  }

  /**
   * Returns the requested range, all bytes when the request names none; null when the range lies
   * outside the source.
   */
  private static @Nullable ByteRange requested(HttpExchange exchange, long size) {
    String header = exchange.getRequestHeaders().getFirst("Range");
    if (size == 0) {
      return null;
    }
    try {
      return RangeHeader.parse(header, size).orElseGet(() -> ByteRange.whole(size));
    } catch (DomainException e) {
      return null;
    }
  }

  private void send(ByteRange range, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long position = range.from();
    while (position <= range.to()) {
      int wanted = (int) Math.min(buffer.length, range.to() - position + 1);
      int read = readSource(position, buffer, wanted);
      out.write(buffer, 0, read);
      position += read;
      activity.addAndGet(read);
    }
    out.close();
  }

  private int readSource(long position, byte[] buffer, int wanted) {
    try {
      synchronized (source) {
        int read = source.read(position, buffer, 0, wanted);
        if (read < 1) {
          throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE);
        }
        return read;
      }
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }

  /** Sends the pictures to the first who asks; they can't be read twice, nor from their middle. */
  private void sendPictures(HttpExchange exchange) throws IOException {
    if (pictures == null || sent.getAndSet(true)) {
      try (exchange) {
        exchange.sendResponseHeaders(404, -1);
      }
      return;
    }
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(200, 0);
    pictures.sendTo(exchange.getResponseBody(), activity::incrementAndGet);
    // not after a failure: it would end the body as if that was all
    exchange.close();
  }

  private void handlePut(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (receiver == null || !exchange.getRequestMethod().equals("PUT") || arrival.isDone()) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      if (accept(receiver, exchange.getRequestBody())) {
        exchange.sendResponseHeaders(201, -1);
      }
    }
  }

  /**
   * Receives the output and returns whether that succeeded. A failure is recorded before the
   * exchange is closed, since ffmpeg exits then.
   */
  private boolean accept(Receiver output, InputStream body) {
    try {
      output.receive(new CountedInput(body), activity::incrementAndGet);
      return arrival.complete(true);
    } catch (IOException | RuntimeException e) {
      arrival.completeExceptionally(e);
      return false;
    }
  }

  /** Counts the bytes that are received. */
  private final class CountedInput extends FilterInputStream {
    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      activity.incrementAndGet();
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      activity.addAndGet(Math.max(0, read));
      return read;
    }
  }

  @Override
  public void close() {
    client.cancel(false);
    server.stop(0);
    // shutdownNow would interrupt a read, and an interrupted read closes the file of the source
    threads.shutdown();
    try {
      threads.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    arrival.completeExceptionally(new IOException("the link is closed"));
  }
}
