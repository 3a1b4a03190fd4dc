package io.sealcast.media;

import java.util.Optional;

/**
 * Is told which parts of a rendition can be played while the rest is made. All calls of one
 * transcoding are made one after the other, on threads of the transcoder, and the transcoder
 * returns only after the last of them.
 */
public interface PartListener {
  /**
   * A part was proved and is complete in the sink. The parts of a rendition are published in the
   * order of their numbers. The call may block; the transcoder pauses when too many parts wait for
   * it, and isn't interrupted by a cancellation meanwhile.
   *
   * @throws io.sealcast.problem.DomainException ends the transcoding with this failure
   */
  void published(RenditionPart part);

  /**
   * All parts of this rendition that were published are void: the attempt failed and another begins
   * with number 0. When the transcoding itself ends by an exception, all parts are void, too,
   * whether or not this was called.
   *
   * @param rendition file name of the rendition, as in {@link RenditionPart#rendition}
   */
  void withdrawn(String rendition);

  /** Returns where pieces of the pictures are kept; empty when one run is to make all of them. */
  default Optional<PieceStore> pieces() {
    return Optional.empty();
  }
}
