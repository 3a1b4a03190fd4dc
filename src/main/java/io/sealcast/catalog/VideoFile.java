package io.sealcast.catalog;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A video that a user has uploaded. Its bytes are stored in media objects, its keys in key slots.
 */
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

  /** The search key; see {@link SearchKey}. */
  @Column(name = "search_key")
  private @Nullable String searchKey;

  /**
   * The title from which {@code searchKey} was built. If it differs from {@code title}, the search
   * key is outdated.
   */
  @Column(name = "search_title")
  private @Nullable String searchTitle;

  @Column(name = "size_bytes", nullable = false, updatable = false)
  private long size;

  @Column(nullable = false)
  @Enumerated(EnumType.STRING)
  private VideoStatus status = VideoStatus.UPLOADED;

  @Column(nullable = false)
  private int progress;

  /** Whether a processed video is prepared anew. */
  @Column(nullable = false)
  private boolean reprocessing;

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

  @Embedded private JobLease lease = new JobLease();

  /** When a processor last took the video, to find whose turn it is; null before. */
  @Column(name = "taken_at")
  private @Nullable Instant takenAt;

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
   * Creates a video whose source has just been encrypted.
   *
   * @param id id from the sequence; known before the row exists, since storage keys contain it
   * @param size length of the source's plaintext in bytes
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

  /** Removes an object of which nothing is to be left in storage either. */
  void removeObject(MediaObject object) {
    objects.remove(object);
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
   * Takes a lease until {@code until}, provided that the video is unfinished, nobody has a lease
   * and the pause after the last attempt is over.
   *
   * @return whether the lease was taken
   */
  public boolean acquireLease(String byWorker, Instant now, Instant until) {
    if (!isUnfinished() || !lease.isFree(now)) {
      return false;
    }
    status = VideoStatus.PROCESSING;
    lease.take(byWorker, until);
    if (!isConcluded()) {
      lease.countAttempt();
      progress = 0;
      takenAt = now;
    }
    return true;
  }

  /** Whether {@code candidate} has the lease of a running job. */
  public boolean isLeasedTo(String candidate) {
    return status == VideoStatus.PROCESSING && lease.isHeldBy(candidate);
  }

  /** Renews the lease and sets the progress, 0 to 99. */
  public void reportProgress(String byWorker, int percent, Instant until) {
    requireLease(byWorker);
    progress = Math.max(progress, Math.min(99, percent));
    lease.renew(until);
  }

  /**
   * Adds a part of a rendition, which can be played from then on.
   *
   * @param plannedSeconds duration of the whole video; 0 when unknown
   */
  public void publishPart(String byWorker, MediaObject part, double plannedSeconds) {
    requireLease(byWorker);
    if (isConcluded()) {
      throw new IllegalStateException("the job of video " + id + " has an outcome already");
    }
    addObject(part);
    if (!isPreparedAnew()) {
      durationSeconds = plannedSeconds > 0 ? plannedSeconds : null;
      width = part.getWidth();
      height = part.getHeight();
    }
  }

  /**
   * Removes the parts of all renditions but one, and of that those from a number on, since an
   * attempt makes others.
   *
   * @param kept number of parts of the rendition that stay
   * @return the parts that were removed
   */
  public List<MediaObject> withdrawParts(String byWorker, String rendition, int kept) {
    requireLease(byWorker);
    List<MediaObject> removed = parts().keepOnly(rendition, kept);
    forgetUnlessPlayable();
    return removed;
  }

  /** Removes renditions that aren't complete of a processed video, and returns their parts. */
  List<MediaObject> removeIncompleteRenditions() {
    Set<String> complete = views().stream().map(MediaView::name).collect(Collectors.toSet());
    return parts().removeAllBut(complete);
  }

  private SupersededObjects superseded() {
    return new SupersededObjects(objects);
  }

  /** Whether this processed video is prepared anew, and played as before meanwhile. */
  public boolean isPreparedAnew() {
    return reprocessing;
  }

  /** Removes what the result of a new preparation replaces, and returns it. */
  public List<MediaObject> removeSuperseded(String byWorker) {
    requireLease(byWorker);
    return superseded().remove();
  }

  /** Removes a rendition that isn't complete, and returns its parts. */
  List<MediaObject> removeRendition(String rendition) {
    return parts().removeOf(rendition);
  }

  private RenditionParts parts() {
    return new RenditionParts(objects);
  }

  /** Forgets what was learned of a rendition that has no parts any more. */
  private void forgetUnlessPlayable() {
    if (parts().isEmpty() && !isPreparedAnew()) {
      durationSeconds = null;
      width = null;
      height = null;
    }
  }

  /**
   * Records the success of the job. All parts of the rendition must have been published. The video
   * becomes processed by {@link #settle}, after the key of its job has been erased.
   *
   * @param rendition name of the rendition that is played by default
   * @param found problems that the owner should know although the video plays; usually empty
   */
  public void recordResult(
      String byWorker,
      String rendition,
      double seconds,
      int pixelWidth,
      int pixelHeight,
      List<VideoWarning> found) {
    requireLease(byWorker);
    parts().makeDefault(rendition);
    if (!hasDefault()) {
      throw new IllegalStateException("video " + id + " has no default rendition");
    }
    durationSeconds = seconds;
    width = pixelWidth;
    height = pixelHeight;
    warnings = List.copyOf(found);
  }

  /**
   * Records the failure of the job with a message for the owner. The video has failed after {@link
   * #settle}, unless it was prepared anew: it plays as before then, with a warning.
   */
  public void recordFailure(String byWorker, ErrorCode code, String message) {
    requireLease(byWorker);
    if (isConcluded()) {
      throw new IllegalStateException("the job of video " + id + " has an outcome already");
    }
    parts().removeAll();
    if (isPreparedAnew()) {
      superseded().reinstate();
      warnings =
          code == ErrorCode.PROCESSING_CANCELLED
              ? VideoWarning.withoutNotPreparedAnew(warnings)
              : VideoWarning.withNotPreparedAnew(warnings, message);
    } else {
      failureCode = code.code();
      failureMessage = message;
      forgetUnlessPlayable();
    }
  }

  /**
   * Whether the outcome of the video's job is recorded, so that no worker needs the key of the job
   * any more.
   */
  public boolean isConcluded() {
    return failureCode != null || hasDefault();
  }

  /** Whether the default rendition of the current preparation is complete. */
  private boolean hasDefault() {
    return objects.stream().anyMatch(o -> o.isDefault() && !o.isSuperseded());
  }

  /** Gives the video the status of the recorded outcome. The key of its job has been erased. */
  public void settle(String byWorker) {
    requireLease(byWorker);
    if (!isConcluded()) {
      throw new IllegalStateException("the job of video " + id + " has no outcome");
    }
    boolean failed = failureCode != null;
    reprocessing = false;
    status = failed ? VideoStatus.FAILED : VideoStatus.PROCESSED;
    progress = failed ? progress : 100;
    lease.release();
  }

  /**
   * Takes the lease from the worker that may have it, and records as the failure of the job that
   * the owner cancelled it. The video has failed after {@link #settle}.
   *
   * @throws DomainException VIDEO_NOT_PROCESSING when the job has an outcome already
   */
  public void cancel(String byWorker, Instant until) {
    if (!isUnfinished() || isConcluded()) {
      throw new DomainException(ErrorCode.VIDEO_NOT_PROCESSING);
    }
    status = VideoStatus.PROCESSING;
    lease.take(byWorker, until);
    ErrorCode code = ErrorCode.PROCESSING_CANCELLED;
    recordFailure(byWorker, code, code.defaultMessage());
  }

  private boolean isUnfinished() {
    return status == VideoStatus.UPLOADED || status == VideoStatus.PROCESSING;
  }

  /** Releases the lease after a failed attempt. The next attempt may begin at {@code next}. */
  public void abandon(String byWorker, Instant next) {
    requireLease(byWorker);
    lease.releaseUntil(next);
  }

  /**
   * Releases the lease of a video whose outcome is recorded but whose key could not be erased. It
   * is tried again at {@code next}, however often that was tried.
   */
  public void defer(String byWorker, Instant next) {
    requireLease(byWorker);
    lease.releaseUntil(next);
  }

  /** Releases the lease at a shutdown, which doesn't count as a failed attempt. */
  public void handBack(String byWorker) {
    requireLease(byWorker);
    lease.release();
    if (!isConcluded()) {
      lease.uncountAttempt();
    }
  }

  /**
   * Checks that no processing is going on, so that it may be repeated.
   *
   * @throws DomainException VIDEO_BUSY
   */
  public void requireEnded() {
    if (isUnfinished()) {
      throw new DomainException(ErrorCode.VIDEO_BUSY);
    }
  }

  /**
   * Resets a failed or processed video so that it is processed again with all attempts. What a
   * processed one has is played meanwhile.
   *
   * @throws DomainException VIDEO_BUSY
   */
  public void requeue() {
    requireEnded();
    reprocessing = status == VideoStatus.PROCESSED;
    if (reprocessing) {
      superseded().mark();
    }
    status = VideoStatus.UPLOADED;
    progress = 0;
    failureCode = null;
    failureMessage = null;
    lease.reset();
  }

  /**
   * Returns the record of the deletion of this video.
   *
   * @param jobId id of the video's job that hasn't ended, or null
   */
  Deletion deletion(@Nullable String jobId, Instant now) {
    return new Deletion(id, ownerId, jobId, now);
  }

  private void requireLease(String byWorker) {
    if (!isLeasedTo(byWorker)) {
      throw new IllegalStateException("video " + id + " is not leased to " + byWorker);
    }
  }

  /** Returns what callers know as the files of the video. */
  public List<MediaView> views() {
    return MediaView.of(superseded().shown());
  }

  /**
   * Returns the rendition that is played by default: of a video that is being processed, the first
   * parts of it.
   */
  public Optional<MediaView> defaultRendition() {
    return MediaView.defaultOf(views());
  }

  /** Returns the uploaded file; empty when it was deleted. */
  public Optional<MediaObject> source() {
    return objects.stream().filter(o -> o.getKind() == MediaObject.Kind.SOURCE).findFirst();
  }

  /** Adds a warning unless it is there. */
  void warn(VideoWarning warning) {
    warnings = Stream.concat(warnings.stream(), Stream.of(warning)).distinct().toList();
  }

  /** Returns the captions by their names. */
  public List<MediaObject> captions() {
    return objects.stream().filter(o -> o.getKind() == MediaObject.Kind.CAPTIONS).toList();
  }

  /** Returns the captions in a language. */
  public Optional<MediaObject> captions(LanguageTag language) {
    return captions().stream().filter(o -> o.language().equals(Optional.of(language))).findFirst();
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

  /** Returns the error code of a failed video, else null. */
  public @Nullable String getFailureCode() {
    return status == VideoStatus.FAILED ? failureCode : null;
  }

  /** Returns the message for the owner of a failed video, else null. */
  public @Nullable String getFailureMessage() {
    return status == VideoStatus.FAILED ? failureMessage : null;
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
    return lease.attempts();
  }

  /** Returns the time before which no attempt may begin, or null. */
  public @Nullable Instant getNotBefore() {
    return lease.notBefore();
  }

  /** Returns problems that the owner should know although the video plays; usually empty. */
  public List<VideoWarning> getWarnings() {
    return warnings;
  }

  /** Whether the video, or the beginning of it, can be played. */
  public boolean isPlayable() {
    return isComplete()
        || (status == VideoStatus.PROCESSING && failureCode == null && !parts().isEmpty());
  }

  /** Whether the whole video can be played. */
  public boolean isComplete() {
    return isPreparedAnew() || hasDefault();
  }

  /** Returns how many seconds of the video can be played; empty when it can't be played. */
  public Optional<Double> preparedSeconds() {
    return isPlayable() ? defaultRendition().map(MediaView::seconds) : Optional.empty();
  }

  /**
   * Whether the last preparation of this processed video has failed, so that it plays as before.
   */
  public boolean couldNotBePreparedAnew() {
    return warnings.stream().anyMatch(VideoWarning::isNotPreparedAnew);
  }

  /** Returns the parts of the video that show whether it has changed. */
  public VideoState state() {
    return new VideoState(id, version, status, progress);
  }

  public List<MediaObject> getObjects() {
    return Collections.unmodifiableList(objects);
  }

  /** Loads the associations that are used after the end of the transaction. */
  void fetchAll() {
    objects.size();
    keySlots.size();
  }

  /** Returns the key slots in the order in which they were added, mapped by {@code mapper}. */
  public <T> List<T> keySlots(KeySlotMapper<T> mapper) {
    return keySlots.stream().map(slot -> slot.map(mapper)).toList();
  }
}
