package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A rendition of another size or codec, or a part of it, that is still to be made of a processed
 * video.
 */
@Entity
@Table(name = "ladder_step")
public class LadderStep extends LeasedStep {
  /** The codec that every player decodes, and of which steps of earlier versions are. */
  static final String H264 = "h264";

  @Column(nullable = false, updatable = false)
  private int width;

  @Column(nullable = false, updatable = false)
  private int height;

  @Column(nullable = false, updatable = false)
  private String codec = H264;

  @Column(name = "part_number", nullable = false, updatable = false)
  private int partNumber;

  /** Number of the segment of the default rendition with which the part begins. */
  @Column(name = "first_segment", nullable = false, updatable = false)
  private int firstSegment;

  /**
   * Number of segments of the default rendition of which the part is made; 0 when it is made of the
   * source, so that processors of earlier versions can't do it; null for all of them, in steps that
   * earlier versions have added.
   */
  @Column(name = "segment_count", updatable = false)
  private @Nullable Integer segmentCount;

  /** Digest of the initialization segment of the parts that are made; null before the first one. */
  @Column(name = "init_digest")
  private @Nullable String initDigest;

  protected LadderStep() {}

  /**
   * Creates a step.
   *
   * @param rung the rendition
   * @param partNumber number of the part, from 0
   * @param made the segments of the default rendition of which the part is made; none for the
   *     source
   */
  LadderStep(
      long fileId, LadderSteps.Rung rung, int partNumber, LadderSteps.Segments made, Instant now) {
    super(fileId, now);
    this.width = rung.size().width();
    this.height = rung.size().height();
    this.codec = rung.codec();
    this.partNumber = partNumber;
    this.firstSegment = made.first();
    this.segmentCount = made.count();
  }

  /** Whether this part can belong to one rendition with those that are made. */
  boolean fits(String digest) {
    return initDigest == null || initDigest.equals(digest);
  }

  /** Whether the rendition is made of the source, as a whole, and not of the default one. */
  public boolean isOfSource() {
    return segmentCount != null && segmentCount == 0;
  }

  public int getWidth() {
    return width;
  }

  public int getHeight() {
    return height;
  }

  /** Returns the codec of the pictures, {@code h264} or {@code av1}. */
  public String getCodec() {
    return codec;
  }

  /** Returns the number of the part, from 0. */
  public int getPartNumber() {
    return partNumber;
  }

  /** Returns the number of the segment of the default rendition with which the part begins. */
  public int getFirstSegment() {
    return firstSegment;
  }

  /** Returns the number of segments of the part; empty for all of them. */
  public OptionalInt getSegmentCount() {
    return segmentCount == null ? OptionalInt.empty() : OptionalInt.of(segmentCount);
  }
}
