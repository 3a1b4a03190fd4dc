package io.sealcast.media;

import java.util.List;
import java.util.function.IntConsumer;

/** Produces files that browsers can play from files that users upload. */
public interface Transcoder {
  /**
   * Makes all outputs of a plan; blocks until it has finished. A rendition is a fragmented MP4 with
   * picture (H.264, 8 bit 4:2:0) and sound (AAC LC, stereo), copied where the source allows it. It
   * begins at time 0, and its sound is as long as its picture and synchronous to it. Sound alone
   * gets a picture that is drawn of it. It is written in parts. Each part is demuxed, and samples
   * of it are decoded (all of it, when the source is damaged or the picture was copied), before it
   * is published, usually long before the method returns. A damaged source yields what of it can be
   * decoded, with warnings.
   *
   * @param info result of probing this source
   * @param plan the outputs to make
   * @param sink receives each output, a rendition in parts such as {@code 720p.mp4.part-0000}; the
   *     parts of an attempt that fails are discarded. Outputs that aren't returned were not
   *     finished
   * @param parts is told of each part that can be played, and that an attempt has failed
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @return the outputs, in the order of the plan
   * @throws io.sealcast.problem.DomainException TRUNCATED_VIDEO, UNSUPPORTED_CODEC,
   *     SOURCE_LIMIT_EXCEEDED, PROCESSING_TIMEOUT or PROCESSING_FAILED, when no picture could be
   *     decoded at all, or no sound of a file that has sound alone, or when the rendition fails its
   *     check even after it was encoded again; or what {@code parts} threw
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  List<MediaOutput> transcode(
      MediaSource source,
      MediaInfo info,
      OutputPlan plan,
      MediaSink sink,
      PartListener parts,
      IntConsumer progress,
      Cancellation cancellation);

  /**
   * Makes a part of a smaller rendition of a rendition, or of one of another codec, of its pictures
   * alone. Each picture keeps its time, and segments begin where those of the rendition do. It is
   * made with less of the processor's time than other work gets, and proved like a part of a
   * rendition.
   *
   * @param rendition the bytes of the rendition
   * @param sink receives the output, which wasn't finished unless it is returned
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @throws io.sealcast.problem.DomainException PROCESSING_TIMEOUT or PROCESSING_FAILED, or a
   *     failure of source or sink
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  RungPart makeRung(
      MediaSource rendition,
      RungPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);

  /**
   * Makes a piece of the pictures of a rendition: a fragmented MP4 with an initialization segment,
   * whose pictures have the times that they have in the rendition. It has as many pictures as it
   * has to have, and none of the source was damaged.
   *
   * @param info result of probing this source
   * @param sink receives the output under the name of the piece; it wasn't finished unless the
   *     method returns
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @throws io.sealcast.problem.DomainException PROCESSING_TIMEOUT or PROCESSING_FAILED, or a
   *     failure of source or sink
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  void makePiece(
      MediaSource source,
      MediaInfo info,
      PicturePiece piece,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);

  /**
   * Makes the pictures of a source in a size above that of the default rendition, as one part. They
   * are made and proved like those of the default rendition, and segments begin where its segments
   * do. Like a smaller rendition, it is made with less of the processor's time than other work
   * gets.
   *
   * @param info result of probing this source
   * @param sink receives the output, which wasn't finished unless it is returned
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @throws io.sealcast.problem.DomainException PROCESSING_TIMEOUT, or PROCESSING_FAILED also when
   *     its segments begin at other times, or a failure of source or sink
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  RungPart makeSourceRung(
      MediaSource source,
      MediaInfo info,
      SourceRungPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);

  /**
   * Makes a further sound track of a video of its source: AAC LC on the clock of the video, as long
   * as the video, with silence where the source has none. It is decoded once completely. Like a
   * smaller rendition, it is made with less of the processor's time than other work gets.
   *
   * @param info result of probing this source
   * @param sink receives the output, which wasn't finished unless it is returned
   * @param progress receives percentages from 0 to 100, on a thread of the transcoder
   * @throws io.sealcast.problem.DomainException UNSUPPORTED_CODEC when the source has no such
   *     stream, PROCESSING_TIMEOUT or PROCESSING_FAILED, or a failure of source or sink
   * @throws java.util.concurrent.CancellationException when {@code cancellation} was cancelled
   *     during the call
   */
  SoundTrack makeSound(
      MediaSource source,
      MediaInfo info,
      SoundPlan plan,
      MediaSink sink,
      IntConsumer progress,
      Cancellation cancellation);
}
