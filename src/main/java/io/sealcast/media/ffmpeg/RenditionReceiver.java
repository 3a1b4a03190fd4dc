package io.sealcast.media.ffmpeg;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.media.MediaSink;
import io.sealcast.media.PartWriter;
import io.sealcast.media.RenditionPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes what ffmpeg makes to the sink, in parts, and hands each complete part on. */
final class RenditionReceiver implements LoopbackLink.Receiver {
  private static final int BUFFER = 128 << 10;

  private final MediaSink sink;
  private final String rendition;
  private final PartPublisher publisher;

  @GuardedBy("this")
  private int opened;

  @GuardedBy("this")
  private boolean discarded;

  private volatile PartWriter.@Nullable End end;

  /**
   * @param rendition file name of the rendition
   * @param publisher takes all parts but the last, which isn't known to be good before ffmpeg has
   *     ended
   */
  RenditionReceiver(MediaSink sink, String rendition, PartPublisher publisher) {
    this.sink = sink;
    this.rendition = rendition;
    this.publisher = publisher;
  }

  @Override
  public void receive(InputStream output, Runnable activity) throws IOException {
    PartWriter.Destination destination =
        new PartWriter.Destination() {
          @Override
          public OutputStream open(int number) throws IOException {
            return openPart(number);
          }

          @Override
          public void completed(PartWriter.Part part) throws IOException {
            publisher.submit(part, activity);
          }
        };
    try (PartWriter writer = new PartWriter(destination)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        writer.write(buffer, 0, read);
      }
      end = writer.finish();
    }
  }

  private synchronized OutputStream openPart(int number) throws IOException {
    if (discarded) {
      throw new IOException("the attempt has ended");
    }
    // counted before, since an exception doesn't tell whether the sink has the output
    opened = number + 1;
    return sink.open(RenditionPart.name(rendition, number));
  }

  /** Returns the last part and the whole, or null when ffmpeg's output isn't complete. */
  PartWriter.@Nullable End end() {
    return end;
  }

  /** Discards all parts. From now on, none is opened. */
  synchronized void discard() throws IOException {
    discarded = true;
    for (int number = 0; number < opened; number++) {
      sink.discard(RenditionPart.name(rendition, number));
    }
  }
}
