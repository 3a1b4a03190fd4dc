package io.sealcast.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A data key wrapped under one secret. Only the vault can unwrap it. */
@Entity
@Table(name = "key_slot")
public class VideoKeySlot {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long id;

  @ManyToOne(optional = false)
  @JoinColumn(name = "video_id", updatable = false)
  private VideoFile video;

  @Column(nullable = false)
  private String kind;

  @Column(nullable = false)
  private byte[] salt;

  @Column(nullable = false)
  private int iterations;

  @Column(nullable = false)
  private byte[] wrapped;

  protected VideoKeySlot() {}

  public VideoKeySlot(String kind, byte[] salt, int iterations, byte[] wrapped) {
    this.kind = kind;
    this.salt = salt.clone();
    this.iterations = iterations;
    this.wrapped = wrapped.clone();
  }

  void belongsTo(VideoFile owner) {
    this.video = owner;
  }

  <T> T map(KeySlotMapper<T> mapper) {
    // a slot gets its id when it is stored
    return mapper.map(id == null ? 0 : id, kind, salt.clone(), iterations, wrapped.clone());
  }
}
