package io.sealcast.container;

import java.io.IOException;
import java.util.UUID;

/** Thrown for an invalid container. No plaintext of the rejected part was released. */
public abstract sealed class ContainerException extends IOException {
  private static final long serialVersionUID = 1L;

  private ContainerException(String message) {
    super(message);
  }

  /** The bytes don't have the form of a container. */
  public static final class NotAContainer extends ContainerException {
    private static final long serialVersionUID = 1L;

    public NotAContainer(String message) {
      super(message);
    }
  }

  /** A newer version of Sealcast has written the container. */
  public static final class UnknownVersion extends ContainerException {
    private static final long serialVersionUID = 1L;
    private final int version;

    /**
     * Creates the exception.
     *
     * @param version version in the header
     * @param known the supported versions
     */
    public UnknownVersion(int version, String known) {
      super(
          "Container version "
              + Integer.toUnsignedString(version)
              + "; only "
              + known
              + " is known here");
      this.version = version;
    }

    public int version() {
      return version;
    }
  }

  /** The container belongs to another object than the requested one. */
  public static final class WrongObject extends ContainerException {
    private static final long serialVersionUID = 1L;
    private final UUID expected;
    private final UUID found;

    public WrongObject(UUID expected, UUID found) {
      super("Object " + found + " lies in the place of " + expected);
      this.expected = expected;
      this.found = found;
    }

    public UUID expected() {
      return expected;
    }

    public UUID found() {
      return found;
    }
  }

  /**
   * Header, trailer and length aren't authentic under this key: the container was modified or
   * truncated, or the key is wrong.
   */
  public static final class UnauthenticContainer extends ContainerException {
    private static final long serialVersionUID = 1L;
    private final UUID objectId;

    public UnauthenticContainer(UUID objectId) {
      super("Object " + objectId + " was changed, or its key is another");
      this.objectId = objectId;
    }

    public UUID objectId() {
      return objectId;
    }
  }

  /** A chunk isn't authentic: it was modified, or moved from another position. */
  public static final class UnauthenticChunk extends ContainerException {
    private static final long serialVersionUID = 1L;
    private final UUID objectId;
    private final long index;

    public UnauthenticChunk(UUID objectId, long index) {
      super("Chunk " + index + " of object " + objectId + " was changed");
      this.objectId = objectId;
      this.index = index;
    }

    public UUID objectId() {
      return objectId;
    }

    public long index() {
      return index;
    }
  }
}
