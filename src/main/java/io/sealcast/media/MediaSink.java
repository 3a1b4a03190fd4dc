package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Receives the outputs of a transcoder, each under a name of its own. The transcoder closes each
 * output when it has ended, successfully or not. Whether an output is complete is known only after
 * the transcoder has returned; the owner of the sink publishes or discards it then. A part of a
 * rendition is complete as soon as the transcoder has {@linkplain PartListener#published published}
 * it.
 *
 * <p>Thread-safe: a part is read again and another output discarded while the next part is written.
 * Each output is written by one thread at a time.
 */
public interface MediaSink {
  /**
   * Starts an output. An earlier output with the same name is discarded.
   *
   * @param name file name, for instance {@code 720p.mp4.part-0000}
   */
  OutputStream open(String name) throws IOException;

  /** Discards an output. Does nothing when there is none with this name. */
  void discard(String name) throws IOException;

  /**
   * Opens a complete output for reading, because the transcoder checks each part of a rendition
   * before it is announced to anyone. The output was closed before. An output may be opened several
   * times. The owner of the sink closes the source.
   */
  MediaSource reopen(String name);
}
