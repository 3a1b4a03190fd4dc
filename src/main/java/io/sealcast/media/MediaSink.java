package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Receives the output of a transcoder. The transcoder closes each output when it has ended,
 * successfully or not. Whether an output is complete is known only after the transcoder has
 * returned; the owner of the sink publishes or discards it then.
 */
public interface MediaSink {
  /**
   * Begins an output.
   *
   * @param name file name, for instance {@code 720p.mp4}. A second call with the same name means
   *     that the first attempt failed; the sink discards what it received then.
   */
  OutputStream open(String name) throws IOException;

  /**
   * Opens the last, complete output for reading, because the transcoder checks a rendition before
   * it is announced to anyone. The owner of the sink closes the source.
   */
  MediaSource reopen();
}
