package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the pictures of a video in work. Unlike other steps, it stays when it is made or can't
 * be made, until the job of the video has ended.
 */
@Entity
@Table(name = "piece_step")
public class PieceStep extends LeasedStep {
  @Column(nullable = false, updatable = false)
  private int width;

  @Column(nullable = false, updatable = false)
  private int height;

  @Column(name = "frame_rate", nullable = false, updatable = false)
  private String frameRate;

  @Column(nullable = false, updatable = false)
  private double origin;

  @Column(nullable = false, updatable = false)
  private double length;

  @Column(name = "picture_length", nullable = false, updatable = false)
  private double pictureLength;

  @Column(name = "piece_number", nullable = false, updatable = false)
  private int number;

  @Column(name = "from_seconds", nullable = false, updatable = false)
  private int from;

  /** Null for the last piece. */
  @Column(name = "to_seconds", updatable = false)
  private @Nullable Integer to;

  // the row is inserted without these three: EclipseLink binds an id that is null as text
  @Column(name = "object_id", insertable = false)
  private @Nullable UUID objectId;

  @Column(name = "size_bytes", insertable = false)
  private @Nullable Long size;

  @Column(insertable = false)
  private byte @Nullable [] iv;

  @Column(nullable = false)
  private boolean failed;

  protected PieceStep() {}

  PieceStep(long fileId, PieceSteps.PlannedPiece piece, Instant now) {
    super(fileId, now);
    PieceSteps.Plan plan = piece.plan();
    this.width = plan.width();
    this.height = plan.height();
    this.frameRate = plan.frameRate();
    this.origin = plan.origin();
    this.length = plan.length();
    this.pictureLength = plan.pictureLength();
    this.number = piece.number();
    this.from = piece.from();
    this.to = piece.to().isPresent() ? piece.to().getAsInt() : null;
  }

  /**
   * The encrypted object of a piece.
   *
   * @param iv IV of the container
   * @param size length of the plaintext in bytes
   */
  public record Made(UUID objectId, byte[] iv, long size) {}

  /** Takes the lease of a piece that is still to be made. */
  @Override
  boolean acquireLease(String byWorker, Instant now, Instant until) {
    return objectId == null && !failed && super.acquireLease(byWorker, now, until);
  }

  void complete(Made made) {
    objectId = made.objectId();
    iv = made.iv().clone();
    size = made.size();
    release();
  }

  void fail() {
    failed = true;
    release();
  }

  /** Returns what is to be made. */
  public PieceSteps.PlannedPiece getPiece() {
    return new PieceSteps.PlannedPiece(
        new PieceSteps.Plan(width, height, frameRate, origin, length, pictureLength),
        number,
        from,
        to == null ? OptionalInt.empty() : OptionalInt.of(to));
  }

  /** Returns the object of the piece; empty while it isn't made. */
  public Optional<Made> getMade() {
    return objectId == null || iv == null || size == null
        ? Optional.empty()
        : Optional.of(new Made(objectId, iv.clone(), size));
  }

  /** Whether the piece can't be made. */
  public boolean isFailed() {
    return failed;
  }
}
