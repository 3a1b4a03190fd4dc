package io.sealcast.playback;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.KeyAnnouncement;
import io.sealcast.vault.KeyAnnouncementStore;
import io.sealcast.vault.PublicInstanceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stores announcements in a map. */
final class MemoryAnnouncements implements KeyAnnouncementStore {
  final Map<String, KeyAnnouncement> byInstance = new HashMap<>();
  boolean isAway;

  @Override
  public void put(KeyAnnouncement announcement) {
    answer();
    byInstance.put(announcement.instanceId(), announcement);
  }

  @Override
  public void remove(String instanceId, PublicInstanceKey key) {
    answer();
    byInstance.remove(instanceId);
  }

  @Override
  public List<KeyAnnouncement> all() {
    answer();
    return List.copyOf(byInstance.values());
  }

  private void answer() {
    if (isAway) {
      throw new DomainException(ErrorCode.DATABASE_UNAVAILABLE);
    }
  }
}
