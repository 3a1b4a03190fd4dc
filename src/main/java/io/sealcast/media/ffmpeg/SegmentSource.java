package io.sealcast.media.ffmpeg;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaSource;
import java.io.IOException;

/**
 * The initialization part of a rendition followed by one segment: the data that a player has after
 * a seek.
 */
record SegmentSource(MediaSource rendition, long initSize, FragmentIndex.Fragment segment)
    implements MediaSource {

  @Override
  public long size() {
    return initSize + segment.size();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    if (position >= size()) {
      return -1;
    }
    boolean init = position < initSize;
    long left = (init ? initSize : size()) - position;
    long from = init ? position : segment.offset() + position - initSize;
    return rendition.read(from, target, offset, (int) Math.min(length, left));
  }
}
