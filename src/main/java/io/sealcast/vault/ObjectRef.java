package io.sealcast.vault;

import java.util.Optional;
import java.util.UUID;

/**
 * One media object of one video, wherever it is stored.
 *
 * @param fileId the video, positive
 * @param objectId the object; random, bound into every tag of its container
 */
public record ObjectRef(long fileId, UUID objectId) {
  /** What every storage key of any video begins with. */
  static final String ALL = "videos/";

  /** What the storage key of every object ends with. */
  static final String SUFFIX = ".sealed";

  /** The video whose storage key this is. */
  static long fileId(String blobKey) {
    return Long.parseLong(blobKey, ALL.length(), blobKey.indexOf('/', ALL.length()), 10);
  }

  /** The object whose storage key this is; empty for what is no object, a key file for instance. */
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

  /** The storage key; nothing in it comes from a user. */
  public String blobKey() {
    return prefix(fileId) + objectId + SUFFIX;
  }

  /** What every storage key of a video begins with. */
  public static String prefix(long fileId) {
    return ALL + fileId + "/";
  }
}
