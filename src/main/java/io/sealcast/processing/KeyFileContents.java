package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads the content of a video's key file from the database. */
@ApplicationScoped
class KeyFileContents {
  private final VideoRepository videos;

  @Inject
  KeyFileContents(VideoRepository videos) {
    this.videos = videos;
  }

  /**
   * Returns the content for a video, or empty when it was deleted or the worker has lost the lease.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<KeyFile> of(LeasedVideo leased) {
    return read(leased.fileId(), video -> video.isLeasedTo(leased.worker()));
  }

  /** Returns the content for a video, whoever has its lease, or empty when it was deleted. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<KeyFile> of(long fileId) {
    return read(fileId, video -> true);
  }

  private Optional<KeyFile> read(long fileId, Predicate<VideoFile> condition) {
    return Optional.ofNullable(videos.find(fileId))
        .filter(condition)
        .map(KeyFileContents::contents);
  }

  private static KeyFile contents(VideoFile video) {
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    for (MediaObject o : video.getObjects()) {
      ObjectRef ref = new ObjectRef(video.getId(), o.getObjectId());
      objects.put(o.getName(), new StoredObject(ref, o.getIv(), o.getSize()));
    }
    return KeyFile.of(video.getId(), video.keySlots(KeySlot::new), objects);
  }
}
