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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pictures of a rendition in pieces, together with other processors, and sends them in
 * their order. The first piece is sent while it is made, so that the beginning can be watched soon;
 * each of the others when it is complete. One that can't be made elsewhere, or that another ffmpeg
 * has made differently, is made here.
 */
final class PieceFeed implements LoopbackLink.Pictures, AutoCloseable {
  private static final Logger LOG = System.getLogger(PieceFeed.class.getName());
  private static final int BUFFER = 128 << 10;

  /** Number of blocks of a piece that wait to be sent while it is made. */
  private static final int WAITING = 64;

  private static final long POLL_MILLIS = 200;

  /** Time between two looks for what other processors have made. */
  private static final long LOOK_MILLIS = 500;

  /** The end of a piece that is sent while it is made. */
  private static final byte[] END = new byte[0];

  private final PieceMaker maker;
  private final List<PicturePiece> pieces;
  private final PieceStore store;
  private final Cancellation cancellation;
  private final BlockingQueue<byte[]> live = new ArrayBlockingQueue<>(WAITING);

  /** The next piece that is to be made here and sent at once, since no other processor can. */
  private final AtomicReference<@Nullable PicturePiece> wanted = new AtomicReference<>();

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
      makeLive(pieces.get(0));
      while (!ended) {
        PicturePiece piece = wanted.getAndSet(null);
        if (piece != null) {
          makeLive(piece);
        } else if (!store.makeNext(cancellation)) {
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

  private void makeLive(PicturePiece piece) {
    maker.make(piece, Live::new, percent -> {}, cancellation);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  @Override
  public void sendTo(OutputStream out, Runnable activity) throws IOException {
    try {
      byte[] init = sendLive(pieces.get(0), out, activity);
      for (PicturePiece piece : pieces.subList(1, pieces.size())) {
        MediaSource made = await(piece, activity);
        long initSize = made == null ? -1 : initSize(made, init);
        if (made == null || initSize < 0) {
          LOG.log(Level.INFO, "{0} of another processor can''t be used", piece.name());
          wanted.set(piece);
          sendLive(piece, out, activity);
        } else {
          send(made, initSize, out);
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

  /**
   * Sends a piece while it is made here, the first one with its initialization segment.
   *
   * @return the initialization segment
   */
  private byte[] sendLive(PicturePiece piece, OutputStream out, Runnable activity)
      throws IOException {
    RungWriter writer = new RungWriter(piece.number(), out);
    for (byte[] bytes = next(activity); bytes != END; bytes = next(activity)) {
      writer.write(bytes, 0, bytes.length);
    }
    requireRunning();
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

  /**
   * Returns the number of bytes of the initialization segment of a piece; negative when it isn't
   * the one that all pieces must have.
   */
  private static long initSize(MediaSource made, byte[] init) {
    try {
      long size = BoxScan.firstFragment(made);
      boolean same = size == init.length && Arrays.equals(init, made.readFully(0, init.length));
      return same ? size : -1;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }

  /** Sends a piece that is made, without its initialization segment. */
  private static void send(MediaSource made, long initSize, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long position = initSize;
    for (int read = read(made, position, buffer); read > 0; read = read(made, position, buffer)) {
      out.write(buffer, 0, read);
      position += read;
    }
  }

  /** Reads some bytes; 0 at the end. */
  private static int read(MediaSource made, long position, byte[] buffer) {
    try {
      if (position >= made.size()) {
        return 0;
      }
      int read = made.read(position, buffer, 0, buffer.length);
      if (read < 1) {
        throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE);
      }
      return read;
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }

  /** Waits until a piece is made; null when it can't be made elsewhere. */
  private @Nullable MediaSource await(PicturePiece piece, Runnable activity) {
    while (true) {
      try {
        Optional<MediaSource> made = store.find(piece);
        if (made.isPresent()) {
          return made.get();
        }
      } catch (DomainException e) {
        if (e.code() != ErrorCode.PROCESSING_FAILED) {
          throw e;
        }
        return null;
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

  /** What a piece is written to that is sent while it is made. */
  private final class Live extends OutputStream {
    private final Runnable activity;

    Live(Runnable activity) {
      this.activity = activity;
    }

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
          activity.run();
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
