package io.sealcast.vault;

import java.util.Optional;
import java.util.UUID;

/**
 * Refers to a stored object of a video.
 *
 * @param fileId id of the video, positive
 * @param objectId random id of the object, which every tag of its container authenticates
 */
public record ObjectRef(long fileId, UUID objectId) {
  /** Prefix of the storage keys of all videos. */
  static final String ALL = "videos/";

  /** Suffix of the storage keys of all objects. */
  static final String SUFFIX = ".sealed";

  /** Returns the id of the video to which a storage key belongs. */
  static long fileId(String blobKey) {
    return Long.parseLong(blobKey, ALL.length(), blobKey.indexOf('/', ALL.length()), 10);
  }

  /**
   * Returns the object with a storage key, or empty when it is the key of another blob, such as a
   * key file.
   */
  static Optional<ObjectRef> parse(String blobKey) {
    if (!blobKey.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String id = blobKey.substring(blobKey.lastIndexOf('/') + 1, blobKey.length() - SUFFIX.length());
    try {
      return Optional.of(new ObjectRef(fileId(blobKey), UUID.fromString(id)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns the storage key. No part of it comes from a user. */
  public String blobKey() {
    return prefix(fileId) + objectId + SUFFIX;
  }

  /** Returns the prefix of the storage keys of a video. */
  public static String prefix(long fileId) {
    return ALL + fileId + "/";
  }
}
