package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a user uploaded. Its bytes lie in media objects; its keys in key slots. */
@Entity
@Table(name = "video_file")
public class VideoFile {
  @Id private long id;

  @Column(name = "owner_id", nullable = false, updatable = false)
  private long ownerId;

  @Column(nullable = false)
  private String title;

  @Column(nullable = false, updatable = false)
  private String filename;

  /** What the library finds the video by: see {@link SearchKey}. */
  @Column(name = "search_key")
  private @Nullable String searchKey;

  /** The title that {@code searchKey} was made of; another than {@code title} tells of a gap. */
  @Column(name = "search_title")
  private @Nullable String searchTitle;

  @Column(name = "size_bytes", nullable = false, updatable = false)
  private long size;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private VideoStatus status = VideoStatus.UPLOADED;

  @Column(nullable = false)
  private int progress;

  @Column(name = "failure_code")
  private @Nullable String failureCode;

  @Column(name = "failure_message")
  private @Nullable String failureMessage;

  @Column(name = "duration_seconds")
  private @Nullable Double durationSeconds;

  private @Nullable Integer width;
  private @Nullable Integer height;

  @Column(name = "created_at", nullable = false, updatable = false)
  private Instant createdAt = Instant.now();

  private @Nullable String worker;

  @Column(name = "lease_until")
  private @Nullable Instant leaseUntil;

  @Column(nullable = false)
  private int attempts;

  @Column(name = "not_before")
  private @Nullable Instant notBefore;

  @Convert(converter = VideoWarningsConverter.class)
  private List<VideoWarning> warnings = List.of();

  @Version private long version;

  @OneToMany(mappedBy = "video", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("name")
  private List<MediaObject> objects = new ArrayList<>();

  @OneToMany(mappedBy = "video", cascade = CascadeType.ALL, orphanRemoval = true)
  @OrderBy("id")
  private List<VideoKeySlot> keySlots = new ArrayList<>();

  protected VideoFile() {}

  /**
   * A video that has just been encrypted.
   *
   * @param id from the sequence; known before the row, since the storage keys hold it
   * @param size bytes of the source in clear
   */
  public VideoFile(long id, long ownerId, String title, String filename, long size) {
    this.id = id;
    this.ownerId = ownerId;
    this.filename = filename;
    this.size = size;
    rename(title);
  }

  /** Adds an object that has been published in storage. */
  public void addObject(MediaObject object) {
    object.belongsTo(this);
    objects.add(object);
  }

  public void addKeySlot(VideoKeySlot slot) {
    slot.belongsTo(this);
    keySlots.add(slot);
  }

  public final void rename(String newTitle) {
    title = newTitle;
    searchTitle = newTitle;
    searchKey = SearchKey.of(newTitle, filename);
  }

  /**
   * Takes the video for processing until {@code until}, when nobody else works on it and the pause
   * after the last attempt is over.
   *
   * @return whether it was taken
   */
  public boolean acquireLease(String byWorker, Instant now, Instant until) {
    boolean unfinished = status == VideoStatus.UPLOADED || status == VideoStatus.PROCESSING;
    boolean free = leaseUntil == null || leaseUntil.isBefore(now);
    boolean due = notBefore == null || !now.isBefore(notBefore);
    if (!unfinished || !free || !due) {
      return false;
    }
    status = VideoStatus.PROCESSING;
    worker = byWorker;
    leaseUntil = until;
    notBefore = null;
    attempts++;
    progress = 0;
    return true;
  }

  /** Whether {@code candidate} holds the lease of a running job. */
  public boolean isLeasedTo(String candidate) {
    return status == VideoStatus.PROCESSING && candidate.equals(worker);
  }

  /** Prolongs the lease and tells how far the job is. */
  public void reportProgress(String byWorker, int percent, Instant until) {
    requireLease(byWorker);
    progress = Math.max(progress, Math.min(99, percent));
    leaseUntil = until;
  }

  /**
   * Ends the job well. The default rendition is among the objects by now.
   *
   * @param found what its owner should know although it plays; usually nothing
   */
  public void markProcessed(
      String byWorker, double seconds, int pixelWidth, int pixelHeight, List<VideoWarning> found) {
    requireLease(byWorker);
    if (defaultRendition().isEmpty()) {
      throw new IllegalStateException("video " + id + " has no default rendition");
    }
    status = VideoStatus.PROCESSED;
    progress = 100;
    durationSeconds = seconds;
    width = pixelWidth;
    height = pixelHeight;
    warnings = List.copyOf(found);
    release();
  }

  /** Ends an unfinished video's processing badly, with words for its owner. */
  public void markFailed(ErrorCode code, String message) {
    if (status == VideoStatus.PROCESSED) {
      throw new IllegalStateException("video " + id + " is processed already");
    }
    status = VideoStatus.FAILED;
    failureCode = code.code();
    failureMessage = message;
    release();
  }

  /** Gives the lease back unfinished; from {@code next} on whoever is free may try again. */
  public void abandon(String byWorker, Instant next) {
    requireLease(byWorker);
    release();
    notBefore = next;
  }

  /** Gives the lease back before its time, at a shutdown: that is no failed attempt. */
  public void handBack(String byWorker) {
    requireLease(byWorker);
    release();
    attempts--;
  }

  /**
   * Whether its processing may begin anew.
   *
   * @throws DomainException VIDEO_BUSY, VIDEO_PROCESSED
   */
  public void requireFailed() {
    switch (status) {
      case UPLOADED, PROCESSING -> throw new DomainException(ErrorCode.VIDEO_BUSY);
      case PROCESSED -> throw new DomainException(ErrorCode.VIDEO_PROCESSED);
      case FAILED -> {}
    }
  }

  /**
   * Lets a failed video's processing begin anew: its attempts and its failure are forgotten.
   *
   * @throws DomainException VIDEO_BUSY, VIDEO_PROCESSED
   */
  public void requeue() {
    requireFailed();
    status = VideoStatus.UPLOADED;
    progress = 0;
    attempts = 0;
    failureCode = null;
    failureMessage = null;
    release();
  }

  private void release() {
    worker = null;
    leaseUntil = null;
    notBefore = null;
  }

  private void requireLease(String byWorker) {
    if (!isLeasedTo(byWorker)) {
      throw new IllegalStateException("video " + id + " is not leased to " + byWorker);
    }
  }

  /** The object that is played where nobody asks for another. */
  public Optional<MediaObject> defaultRendition() {
    return objects.stream().filter(MediaObject::isDefault).findFirst();
  }

  public Optional<MediaObject> object(String name) {
    return objects.stream().filter(o -> o.getName().equals(name)).findFirst();
  }

  public long getId() {
    return id;
  }

  public long getOwnerId() {
    return ownerId;
  }

  public String getTitle() {
    return title;
  }

  public String getFilename() {
    return filename;
  }

  public long getSize() {
    return size;
  }

  public VideoStatus getStatus() {
    return status;
  }

  public int getProgress() {
    return progress;
  }

  public @Nullable String getFailureCode() {
    return failureCode;
  }

  public @Nullable String getFailureMessage() {
    return failureMessage;
  }

  public @Nullable Double getDurationSeconds() {
    return durationSeconds;
  }

  public @Nullable Integer getWidth() {
    return width;
  }

  public @Nullable Integer getHeight() {
    return height;
  }

  public Instant getCreatedAt() {
    return createdAt;
  }

  public int getAttempts() {
    return attempts;
  }

  /** Before which nobody takes it for processing, or null. */
  public @Nullable Instant getNotBefore() {
    return notBefore;
  }

  /** What its owner should know although it plays; usually nothing. */
  public List<VideoWarning> getWarnings() {
    return warnings;
  }

  /** Whether there is something to play. */
  public boolean isPlayable() {
    return status == VideoStatus.PROCESSED;
  }

  /** In which state it is. */
  public VideoState state() {
    return new VideoState(id, version, status, progress);
  }

  public List<MediaObject> getObjects() {
    return Collections.unmodifiableList(objects);
  }

  /** Fetches what is looked at once the transaction is over. */
  void fetchAll() {
    objects.size();
    keySlots.size();
  }

  /** Its key slots in the order in which they were added, each as {@code mapper} makes it. */
  public <T> List<T> keySlots(KeySlotMapper<T> mapper) {
    return keySlots.stream().map(slot -> slot.map(mapper)).toList();
  }
}
