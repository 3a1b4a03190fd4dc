package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes what a transcoder makes. Each output is closed when it has ended, well or not; whether it
 * is complete is known only when the transcoder has returned, so that the sink's owner then
 * publishes or discards.
 */
public interface MediaSink {
  /**
   * Begins an output.
   *
   * @param name for instance {@code 720p.mp4}; when it is asked for again, a first try failed and
   *     what came of it is to be discarded
   */
  OutputStream open(String name) throws IOException;

  /**
   * The last output, which came whole, for reading it again: what players will get is checked
   * before anybody is told that it is there. The sink's owner closes it.
   */
  MediaSource reopen();
}
