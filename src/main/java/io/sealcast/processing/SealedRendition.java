package io.sealcast.processing;

import io.sealcast.media.MediaSource;
import io.sealcast.range.ViewRange;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored rendition as a media source. It is decrypted while it is read. One object of it is open
 * at a time. Not thread-safe.
 */
final class SealedRendition implements MediaSource, AutoCloseable {
  private final DecryptService decrypt;
  private final DataKey key;
  private final long fileId;
  private final List<ViewRange.Extent> extents;
  private ViewRange.@Nullable Extent opened;
  private @Nullable ObjectReader reader;

  /**
   * @param extents the objects of the rendition
   */
  SealedRendition(
      DecryptService decrypt, DataKey key, long fileId, List<ViewRange.Extent> extents) {
    this.decrypt = decrypt;
    this.key = key;
    this.fileId = fileId;
    this.extents = List.copyOf(extents);
  }

  @Override
  public long size() {
    ViewRange.Extent last = extents.get(extents.size() - 1);
    return last.start() + last.size();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    for (ViewRange.Extent extent : extents) {
      long at = position - extent.start();
      if (at >= 0 && at < extent.size()) {
        int most = (int) Math.min(length, extent.size() - at);
        return readerOf(extent).read(at, target, offset, most);
      }
    }
    return -1;
  }

  private ObjectReader readerOf(ViewRange.Extent extent) throws IOException {
    ObjectReader current = reader;
    if (current == null || !extent.equals(opened)) {
      close();
      current = decrypt.open(new ObjectRef(fileId, extent.object()), key);
      reader = current;
      opened = extent;
    }
    return current;
  }

  @Override
  public void close() throws IOException {
    ObjectReader current = reader;
    reader = null;
    if (current != null) {
      current.close();
    }
  }
}
