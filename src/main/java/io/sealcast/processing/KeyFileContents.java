package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a video's key file has to say, as the database knows it at this moment. */
@ApplicationScoped
class KeyFileContents {
  private final VideoRepository videos;

  @Inject
  KeyFileContents(VideoRepository videos) {
    this.videos = videos;
  }

  /**
   * What goes into a key file.
   *
   * @param objects by name
   */
  record Contents(List<KeySlot> slots, Map<String, StoredObject> objects) {
    /** The same with objects that the database doesn't have yet. */
    Contents with(Map<String, StoredObject> more) {
      Map<String, StoredObject> all = new LinkedHashMap<>(objects);
      all.putAll(more);
      return new Contents(slots, all);
    }
  }

  /** Of a video that this worker has; nothing when it is gone, or another's by now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Contents> of(LeasedVideo leased) {
    return read(leased.fileId(), video -> video.isLeasedTo(leased.worker()));
  }

  /** Of a video, whoever has it; nothing when it is gone. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Contents> of(long fileId) {
    return read(fileId, video -> true);
  }

  private Optional<Contents> read(long fileId, Predicate<VideoFile> condition) {
    return Optional.ofNullable(videos.find(fileId))
        .filter(condition)
        .map(KeyFileContents::contents);
  }

  private static Contents contents(VideoFile video) {
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    for (MediaObject o : video.getObjects()) {
      ObjectRef ref = new ObjectRef(video.getId(), o.getObjectId());
      objects.put(o.getName(), new StoredObject(ref, o.getIv(), o.getSize()));
    }
    return new Contents(video.keySlots(KeySlot::new), objects);
  }
}
