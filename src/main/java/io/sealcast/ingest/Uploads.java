package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.account.AccountBulkhead;
import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoKeySlot;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Receives uploads. A video is encrypted while it arrives and is stored either completely or not at
 * all.
 */
@ApplicationScoped
class Uploads {
  private static final Logger LOG = System.getLogger(Uploads.class.getName());
  private static final Duration BUSY = Duration.ofSeconds(10);

  /**
   * Upper limit in bytes of all parts of the body other than the video: boundaries, headers, key
   * and title.
   */
  private static final long MULTIPART_OVERHEAD = 1 << 20;

  @Inject private Videos videos;
  @Inject private EncryptService encryption;
  @Inject private KeySlots keySlots;
  @Inject private KeyFiles keyFiles;
  @Inject private VideoStorage storage;
  @Inject private SealedJobs sealedJobs;
  @Inject private JobSender jobs;
  @Inject private VideoEventPublisher events;

  private final LongAdder stored = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private long maxBytes;
  private AccountBulkhead bulkhead;

  @Inject
  void configure(
      @ConfigProperty(name = "sealcast.upload.max-bytes") long mostBytes,
      @ConfigProperty(name = "sealcast.upload.concurrency") int atOnce,
      @ConfigProperty(name = "sealcast.upload.concurrency-per-account") int atOncePerAccount) {
    maxBytes = mostBytes;
    bulkhead = new AccountBulkhead(atOnce, atOncePerAccount, BUSY);
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_uploads_total";
    String help = "Uploads that ended, by whether the video was taken.";
    meters.counter(name, help, "outcome", "stored", stored::sum);
    meters.counter(name, help, "outcome", "refused", refused::sum);
    meters.counter(
        "sealcast_upload_bytes_total", "Bytes of the videos that were taken.", storedBytes::sum);
    meters.gauge("sealcast_uploads_running", "Uploads under way.", () -> bulkhead.taken());
  }

  /**
   * Receives one upload. The call blocks until the upload is complete.
   *
   * @param announced length of the whole body in bytes, or -1 when unknown
   * @throws DomainException when the upload is invalid or incomplete; all its data is removed then
   */
  VideoFile receive(Account owner, MultipartReader parts, long announced) {
    try {
      AccountBulkhead.Permit permit = bulkhead.take(owner.id());
      try {
        return store(owner, parts, announced);
      } finally {
        permit.close();
      }
    } catch (RuntimeException e) {
      refused.increment();
      throw e;
    }
  }

  private VideoFile store(Account owner, MultipartReader parts, long announced) {
    try (UploadForm form = new UploadForm()) {
      requireRoom(announced);
      VideoFile video = receive(owner, parts, form);
      stored.increment();
      storedBytes.add(video.getSize());
      LOG.log(
          Level.INFO,
          "video {0} was stored: {1} bytes",
          Long.toString(video.getId()),
          Long.toString(video.getSize()));
      return video;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "An upload could not be stored", e);
      throw DomainException.retryLater(ErrorCode.STORAGE_UNAVAILABLE, BUSY);
    }
  }

  private void requireRoom(long announced) throws IOException {
    if (announced - MULTIPART_OVERHEAD > maxBytes) {
      throw DomainException.field(
          ErrorCode.UPLOAD_TOO_LARGE, "file", ErrorCode.UPLOAD_TOO_LARGE.defaultMessage());
    }
    if (announced > storage.usableBytes()) {
      throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
    }
  }

  private VideoFile receive(Account owner, MultipartReader parts, UploadForm form)
      throws IOException {
    try (IncomingVideo incoming = new IncomingVideo(encryption, keyFiles, storage, maxBytes)) {
      for (Optional<Part> part = parts.next(); part.isPresent(); part = parts.next()) {
        if (part.get().name().equals("file")) {
          incoming.take(part.get(), videos::nextId);
        } else {
          form.take(part.get());
        }
      }
      if (!incoming.hasFile()) {
        throw UploadForm.missing("file", "A file is needed.");
      }
      return register(owner, form, incoming);
    }
  }

  private VideoFile register(Account owner, UploadForm form, IncomingVideo incoming)
      throws IOException {
    KeySlot slot = keySlots.wrap(incoming.dataKey(), form.encryptionKey());
    StoredObject source = incoming.publish(slot);
    String title = form.titleOr(incoming.filename());
    VideoFile video =
        new VideoFile(incoming.fileId(), owner.id(), title, incoming.filename(), source.size());
    video.addObject(
        new MediaObject(
            source.ref().objectId(),
            IncomingVideo.SOURCE,
            MediaObject.Kind.SOURCE,
            "application/octet-stream",
            source.size(),
            source.iv()));
    video.addKeySlot(new VideoKeySlot(slot.kind(), slot.salt(), slot.iterations(), slot.wrapped()));
    JobKey job = sealedJobs.create(incoming.fileId(), incoming.dataKey());
    try {
      videos.add(video, job);
    } catch (RuntimeException e) {
      sealedJobs.discard(job);
      throw e;
    }
    incoming.keep();
    jobs.send(new UnsentJob(job));
    events.publish(new VideoEvent.Changed(video.getId(), owner.id(), video.getStatus().text(), 0));
    return video;
  }
}
