package io.sealcast.container;

import java.io.IOException;
import java.util.UUID;

/** A container that is refused. Nothing of what is refused was released. */
public abstract sealed class ContainerException extends IOException {
  private static final long serialVersionUID = 1L;

  private ContainerException(String message) {
    super(message);
  }

  /** The bytes aren't a container at all, or its length can't be that of one. */
  public static final class NotAContainer extends ContainerException {
    private static final long serialVersionUID = 1L;

    public NotAContainer(String message) {
      super(message);
    }
  }

  /** The container was made by a newer Sealcast. */
  public static final class UnknownVersion extends ContainerException {
    private static final long serialVersionUID = 1L;
    private final int version;

    /**
     * Makes the refusal.
     *
     * @param version what the container's header says
     * @param known the versions that are known here
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

  /** The container is another object than the one asked for. */
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
   * Header, trailer and length don't belong together under this key: changed, cut, or the key is
   * another.
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

  /** One chunk isn't what was written at its place. */
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
