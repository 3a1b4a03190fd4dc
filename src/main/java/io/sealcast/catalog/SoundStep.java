package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A further sound track that is still to be made of the source of a processed video. */
@Entity
@Table(name = "sound_step")
public class SoundStep extends LeasedStep {
  /** Index of the stream in the source. */
  @Column(nullable = false, updatable = false)
  private int stream;

  @Column(nullable = false, updatable = false)
  private int channels;

  @Column(nullable = false, updatable = false)
  private String label;

  /** Time in seconds on the clock of the source that is 0 in the video. */
  @Column(nullable = false, updatable = false)
  private double origin;

  /** Whether the clock of the source jumps. */
  @Column(nullable = false, updatable = false)
  private boolean joined;

  protected SoundStep() {}

  /**
   * Creates a step.
   *
   * @param origin time in seconds on the clock of the source that is 0 in the video
   * @param joined whether the clock of the source jumps
   */
  SoundStep(long fileId, SoundSteps.Sound sound, double origin, boolean joined, Instant now) {
    super(fileId, now);
    this.stream = sound.stream();
    this.channels = sound.channels();
    this.label = sound.label();
    this.origin = origin;
    this.joined = joined;
  }

  public int getStream() {
    return stream;
  }

  public int getChannels() {
    return channels;
  }

  /** Returns what viewers choose the track by. */
  public String getLabel() {
    return label;
  }

  public double getOrigin() {
    return origin;
  }

  public boolean isJoined() {
    return joined;
  }
}
