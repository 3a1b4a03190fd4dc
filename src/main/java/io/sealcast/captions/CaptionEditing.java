package io.sealcast.captions;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.Captions;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.playback.SessionDataKeys;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import io.sealcast.webvtt.CaptionFile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Adds, replaces and removes captions: the encrypted object, the key file and the rows, in an order
 * that leaves nothing behind when any step fails.
 */
@ApplicationScoped
class CaptionEditing {
  private static final Logger LOG = System.getLogger(CaptionEditing.class.getName());

  @Inject private Captions captions;
  @Inject private ObjectDeletions deletions;
  @Inject private SessionDataKeys keys;
  @Inject private EncryptService encrypt;
  @Inject private CaptionKeyFiles keyFiles;
  @Inject private ObjectDeletionSweeper sweeper;
  @Inject private VideoEventPublisher events;

  /**
   * Checks that the viewer may change the captions.
   *
   * @throws DomainException NOT_FOUND, VIDEO_NOT_READY
   */
  void requireOwner(Viewer viewer, long fileId) {
    captions.require(viewer, fileId);
  }

  /**
   * Adds captions, in place of those in the same language.
   *
   * @param requestId request id of an open stream session of the viewer, whose data key encrypts
   *     the captions
   * @throws DomainException NOT_FOUND, VIDEO_NOT_READY, SESSION_ENDED, INVALID_CAPTIONS without any
   *     text, CAPTIONS_TOO_LARGE, TOO_MANY_CAPTIONS, INSUFFICIENT_STORAGE, STORAGE_UNAVAILABLE
   */
  void put(Viewer viewer, long fileId, LanguageTag language, String requestId, CaptionFile file) {
    byte[] webVtt = file.toWebVtt();
    if (file.cues().isEmpty()) {
      throw new DomainException(ErrorCode.INVALID_CAPTIONS, "There are no captions in the file.");
    }
    if (webVtt.length > CaptionFile.MAX_BYTES) {
      throw new DomainException(ErrorCode.CAPTIONS_TOO_LARGE);
    }
    try {
      StoredObject stored = store(viewer, fileId, requestId, webVtt);
      Optional<UUID> former = register(viewer, fileId, describe(stored, language));
      former.ifPresent(object -> sweeper.delete(new ObjectRef(fileId, object)));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
    complete(viewer, fileId);
  }

  /**
   * Removes captions.
   *
   * @throws DomainException NOT_FOUND also when there are none in the language, VIDEO_NOT_READY
   */
  void remove(Viewer viewer, long fileId, LanguageTag language) {
    UUID former = captions.remove(viewer, fileId, language);
    sweeper.delete(new ObjectRef(fileId, former));
    complete(viewer, fileId);
  }

  /** The key file names the object before the database does, so that it can be recovered then. */
  private Optional<UUID> register(Viewer viewer, long fileId, MediaObject object)
      throws IOException {
    try {
      keyFiles.writeWith(captions.require(viewer, fileId), object);
      return captions.put(viewer, fileId, object);
    } catch (DomainException e) {
      // After another failure, the rows may have been changed. The recorded deletion is carried out
      // later then, unless they were.
      sweeper.delete(new ObjectRef(fileId, object.getObjectId()));
      synchronizeKeyFile(viewer, fileId);
      throw e;
    }
  }

  private StoredObject store(Viewer viewer, long fileId, String requestId, byte[] webVtt)
      throws IOException {
    try (DataKey key = keys.open(viewer, fileId, requestId);
        ObjectEncryptor encryptor = encrypt.encrypt(fileId, key)) {
      encryptor.write(webVtt);
      deletions.expect(encryptor.ref().objectId(), fileId, Instant.now());
      return encryptor.publish();
    }
  }

  /** The name differs from that of the captions that are replaced, which some sessions know. */
  private static MediaObject describe(StoredObject stored, LanguageTag language) {
    String version = stored.ref().objectId().toString().substring(0, 8);
    String name = "captions." + language + "." + version + ".vtt";
    return MediaObject.captions(
        stored.ref().objectId(), name, language, "", stored.size(), stored.iv());
  }

  private void complete(Viewer viewer, long fileId) {
    synchronizeKeyFile(viewer, fileId);
    events.publish(new VideoEvent.Changed(fileId, VideoStatus.PROCESSED.text(), 100));
  }

  /** A failure is only logged: the file still opens all objects, by their ids if not by names. */
  private void synchronizeKeyFile(Viewer viewer, long fileId) {
    try {
      keyFiles.synchronize(() -> captions.require(viewer, fileId));
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "The key file of video {0} names other captions than the database: {1}",
          Long.toString(fileId),
          e.toString());
    }
  }
}
