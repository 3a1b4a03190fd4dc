package io.sealcast.media.ffmpeg;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PieceStore;
import io.sealcast.media.RungWriter;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pictures of a rendition in pieces, together with other processors, and sends them in
 * their order. The first piece is sent while it is made, so that the beginning can be watched soon;
 * each of the others when it is complete.
 */
final class PieceFeed implements LoopbackLink.Pictures, AutoCloseable {
  private static final int BUFFER = 128 << 10;

  /** Number of blocks of the first piece that wait to be sent. */
  private static final int WAITING = 64;

  private static final long POLL_MILLIS = 200;

  /** The end of the first piece. */
  private static final byte[] END = new byte[0];

  private final PieceMaker maker;
  private final List<PicturePiece> pieces;
  private final PieceStore store;
  private final Cancellation cancellation;
  private final BlockingQueue<byte[]> live = new ArrayBlockingQueue<>(WAITING);
  private final Thread thread = new Thread(this::make, "ffmpeg-pieces");
  private volatile @Nullable RuntimeException failure;
  private volatile boolean ended;

  /**
   * @param pieces all pieces of the rendition
   */
  PieceFeed(
      PieceMaker maker, List<PicturePiece> pieces, PieceStore store, Cancellation cancellation) {
    this.maker = maker;
    this.pieces = List.copyOf(pieces);
    this.store = store;
    this.cancellation = cancellation.ofPart();
    thread.setDaemon(true);
  }

  /** Begins to make the pieces. */
  void start() {
    thread.start();
  }

  private void make() {
    try {
      store.offer(pieces.subList(1, pieces.size()));
      maker.make(pieces.get(0), Live::new, percent -> {}, cancellation);
      while (!ended) {
        if (!store.makeNext(cancellation)) {
          pause(); // others make what is left; they may fail
        }
        cancellation.check();
      }
    } catch (CancellationException e) {
      ended = true;
    } catch (RuntimeException e) {
      failure = ended ? null : e;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  @Override
  public void sendTo(OutputStream out, Runnable activity) throws IOException {
    try {
      byte[] init = sendFirst(out, activity);
      for (PicturePiece piece : pieces.subList(1, pieces.size())) {
        if (!Arrays.equals(init, send(piece, out, activity))) {
          throw new DomainException(
              ErrorCode.PROCESSING_FAILED, "processors don't encode " + piece.name() + " alike");
        }
      }
      ended = true;
    } catch (CancellationException e) {
      throw new IOException("the attempt has ended", e);
    } catch (RuntimeException e) {
      failure = e;
      throw new IOException("a piece can't be had", e);
    }
  }

  /** Sends the first piece and returns its initialization segment. */
  private byte[] sendFirst(OutputStream out, Runnable activity) throws IOException {
    RungWriter writer = new RungWriter(0, out);
    for (byte[] bytes = next(activity); bytes != END; bytes = next(activity)) {
      writer.write(bytes, 0, bytes.length);
    }
    return writer.finish().init();
  }

  private byte[] next(Runnable activity) {
    try {
      while (true) {
        byte[] bytes = live.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (bytes != null) {
          return bytes;
        }
        requireRunning();
        activity.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  /** Sends a piece without its initialization segment, which is returned. */
  private byte[] send(PicturePiece piece, OutputStream out, Runnable activity) throws IOException {
    MediaSource made = await(piece, activity);
    RungWriter writer = new RungWriter(piece.number(), out);
    byte[] buffer = new byte[BUFFER];
    long position = 0;
    while (position < made.size()) {
      int read = made.read(position, buffer, 0, buffer.length);
      if (read < 1) {
        throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE);
      }
      writer.write(buffer, 0, read);
      position += read;
    }
    return writer.finish().init();
  }

  private MediaSource await(PicturePiece piece, Runnable activity) {
    while (true) {
      Optional<MediaSource> made = store.find(piece);
      if (made.isPresent()) {
        return made.get();
      }
      requireRunning();
      activity.run();
      pause();
    }
  }

  private void requireRunning() {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    cancellation.check();
  }

  /** Returns the failure that ended the pictures, if any. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Ends what is being made here; returns when nothing of it runs any more. */
  @Override
  public void close() {
    ended = true;
    cancellation.cancel();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the first piece is written to. */
  private final class Live extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        put(Arrays.copyOfRange(bytes, offset, offset + length));
      }
    }

    private void put(byte[] bytes) throws IOException {
      try {
        while (!live.offer(bytes, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          if (ended) {
            throw new IOException("the attempt has ended");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      put(END);
    }
  }
}
