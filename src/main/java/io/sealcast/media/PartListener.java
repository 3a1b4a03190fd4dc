package io.sealcast.media;

/** Receives the parts of renditions while a transcoder runs. */
public interface PartListener {
  /**
   * Called when a part was proved and is complete in the sink: in the order of the numbers, never
   * concurrently. The call may block. A DomainException ends the transcoding.
   */
  void published(RenditionPart part);

  /**
   * Called when all parts of a rendition that were published are void: the attempt failed, and
   * another begins with number 0.
   */
  void withdrawn(String rendition);
}
