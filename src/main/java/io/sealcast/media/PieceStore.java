package io.sealcast.media;

import java.util.List;
import java.util.Optional;

/**
 * Keeps the pieces of a rendition until they are together, and lets all processors make them.
 * Thread-safe.
 */
public interface PieceStore {
  /**
   * Offers pieces to all processors. Those that an earlier attempt has left by the same plan stay;
   * all others are removed. Without any, nobody goes on with those that were offered before.
   */
  void offer(List<PicturePiece> pieces);

  /**
   * Makes the first of the offered pieces that nobody has made or is making; blocks.
   *
   * @return whether there was one
   * @throws java.util.concurrent.CancellationException when cancelled
   */
  boolean makeNext(Cancellation cancellation);

  /**
   * Returns a piece that was offered: a fragmented MP4 with its initialization segment.
   *
   * @return empty while it isn't made
   * @throws io.sealcast.problem.DomainException PROCESSING_FAILED when it can't be made
   */
  Optional<MediaSource> find(PicturePiece piece);
}
