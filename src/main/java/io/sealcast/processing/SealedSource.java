package io.sealcast.processing;

import io.sealcast.media.MediaSource;
import io.sealcast.vault.ObjectReader;
import java.io.IOException;

/** The uploaded file as a media source. It is decrypted while it is read. */
record SealedSource(ObjectReader reader) implements MediaSource {
  @Override
  public long size() throws IOException {
    return reader.size();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    return reader.read(position, target, offset, length);
  }
}
