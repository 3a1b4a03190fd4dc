package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Receives the outputs of a transcoder, each under a name of its own. The transcoder closes each
 * output when it has ended, successfully or not. Whether an output is complete is known only after
 * the transcoder has returned; the owner of the sink publishes or discards it then.
 */
public interface MediaSink {
  /**
   * Starts an output. An earlier output with the same name is discarded.
   *
   * @param name file name, for instance {@code 720p.mp4}
   */
  OutputStream open(String name) throws IOException;

  /** Discards an output. Does nothing when there is none with this name. */
  void discard(String name) throws IOException;

  /**
   * Opens a complete output for reading, because the transcoder checks a rendition before it is
   * announced to anyone. The owner of the sink closes the source.
   */
  MediaSource reopen(String name);
}
