package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.RenditionPart;
import io.sealcast.problem.DomainException;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;

/**
 * Registers the parts of a rendition as they are finished. When an attempt is repeated, the parts
 * of the one before stay as long as the new ones are the same, so that nobody who watches them
 * notices: ffmpeg makes the same of the same file with the same number of threads.
 */
final class PublishedParts implements PartListener {
  private static final Logger LOG = System.getLogger(PublishedParts.class.getName());
  private static final int COMPARED_AT_ONCE = 1 << 20;

  private final long fileId;
  private final DataKey key;
  private final DecryptService decrypt;
  private final SealedSink sink;
  private final Register register;

  /** The register of a video's parts; its methods throw CancellationException without a lease. */
  interface Register {
    /** Returns a registered part. */
    Optional<MediaObject> find(String rendition, int number);

    /** Registers a part, which can be played from then on. */
    void publish(PublishedPart part);

    /**
     * Removes the parts of other renditions, and those of a rendition from a number on.
     *
     * @param kept number of parts of the rendition that stay
     */
    void withdraw(String rendition, int kept);
  }

  /**
   * @param key remains the caller's
   * @param sink has the parts; those that aren't registered are deleted when it is closed
   */
  PublishedParts(
      long fileId, DataKey key, DecryptService decrypt, SealedSink sink, Register register) {
    this.fileId = fileId;
    this.key = key;
    this.decrypt = decrypt;
    this.sink = sink;
    this.register = register;
  }

  @Override
  public void published(RenditionPart part) {
    Optional<MediaObject> before = register.find(part.rendition(), part.number());
    if (before.isPresent() && isSame(before.get(), part)) {
      return;
    }
    if (part.number() == 0 || before.isPresent()) {
      register.withdraw(part.rendition(), part.number());
    }
    register.publish(new PublishedPart(sink.keep(part.name()), part));
  }

  @Override
  public void withdrawn(String rendition) {
    register.withdraw(rendition, 0);
  }

  private boolean isSame(MediaObject before, RenditionPart part) {
    if (before.getSize() != part.size()
        || !before
            .track()
            .map(t -> t.segments())
            .equals(Optional.of(PublishedPart.segments(part)))) {
      return false;
    }
    ObjectRef ref = new ObjectRef(fileId, before.getObjectId());
    try (ObjectReader reader = decrypt.open(ref, key)) {
      return isSame(new SealedSource(reader), sink.reopen(part.name()), part.size());
    } catch (IOException | DomainException e) {
      LOG.log(Level.DEBUG, "a part of video {0} can''t be compared: {1}", fileId, e.toString());
      return false;
    }
  }

  private static boolean isSame(MediaSource one, MediaSource other, long size) throws IOException {
    byte[] first = new byte[COMPARED_AT_ONCE];
    byte[] second = new byte[COMPARED_AT_ONCE];
    for (long position = 0; position < size; position += COMPARED_AT_ONCE) {
      int length = (int) Math.min(COMPARED_AT_ONCE, size - position);
      readFully(one, position, first, length);
      readFully(other, position, second, length);
      if (!Arrays.equals(first, 0, length, second, 0, length)) {
        return false;
      }
    }
    return true;
  }

  private static void readFully(MediaSource source, long position, byte[] target, int length)
      throws IOException {
    for (int done = 0; done < length; ) {
      int read = source.read(position + done, target, done, length - done);
      if (read < 1) {
        throw new IOException("a part is shorter than its size");
      }
      done += read;
    }
  }
}
