package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A part of a smaller rendition that is still to be made of a processed video. */
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
   * Number of segments of the part; null for all of them, in steps that earlier versions have
   * added.
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
   * @param width pixels
   * @param height pixels
   * @param codec the codec of the pictures, {@code h264} or {@code av1}
   * @param partNumber number of the part, from 0
   * @param firstSegment number of its first segment, from 0
   * @param segmentCount number of its segments, at least 1
   */
  LadderStep(
      long fileId,
      int width,
      int height,
      String codec,
      int partNumber,
      int firstSegment,
      int segmentCount,
      Instant now) {
    super(fileId, now);
    this.width = width;
    this.height = height;
    this.codec = codec;
    this.partNumber = partNumber;
    this.firstSegment = firstSegment;
    this.segmentCount = segmentCount;
  }

  /** Whether this part can belong to one rendition with those that are made. */
  boolean fits(String digest) {
    return initDigest == null || initDigest.equals(digest);
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
