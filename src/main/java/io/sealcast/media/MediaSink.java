package io.sealcast.media;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Takes what a transcoder makes, each output under a name of its own. An output is closed when it
 * has ended, well or not; whether it is complete is known only when the transcoder has returned, so
 * that the sink's owner then publishes or discards.
 */
public interface MediaSink {
  /**
   * Begins an output. When there is one of this name already, a first try failed, and what came of
   * it is discarded.
   *
   * @param name for instance {@code 720p.mp4}
   */
  OutputStream open(String name) throws IOException;

  /** Gives up an output that nobody will need; does nothing when there is none of this name. */
  void discard(String name) throws IOException;

  /**
   * An output that came whole, for reading it again: what players will get is checked before
   * anybody is told that it is there. The sink's owner closes it.
   */
  MediaSource reopen(String name);
}
