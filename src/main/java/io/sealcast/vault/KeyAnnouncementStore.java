package io.sealcast.vault;

import java.util.List;

/**
 * Stores the announcements of processors, one for each instance id.
 *
 * <p>All methods throw {@link io.sealcast.problem.DomainException} DATABASE_UNAVAILABLE.
 */
public interface KeyAnnouncementStore {
  /** Adds an announcement, or replaces the previous one of the instance. */
  void put(KeyAnnouncement announcement);

  /** Removes the announcement of a key, when the instance hasn't replaced it. */
  void remove(String instanceId, PublicInstanceKey key);

  /** Returns all announcements, expired and forged ones too. */
  List<KeyAnnouncement> all();
}
