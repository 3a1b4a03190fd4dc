package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.MediaSource;
import io.sealcast.media.PartListener;
import io.sealcast.media.PieceStore;
import io.sealcast.media.RenditionPart;
import io.sealcast.problem.DomainException;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Registers the parts of a rendition as they are finished. When an attempt is repeated, the parts
 * of the one before stay as long as the new ones are the same, so that nobody who watches them
 * notices: ffmpeg makes the same of the same file with the same number of threads.
 *
 * <p>A rendition that begins otherwise than the one before is registered under another name, {@code
 * 720p-2.mp4} after {@code 720p.mp4}: who has played the former would get bytes of both by the
 * ranges that he knows.
 */
final class PublishedParts implements PartListener {
  private static final Logger LOG = System.getLogger(PublishedParts.class.getName());
  private static final int COMPARED_AT_ONCE = 1 << 20;

  private final long fileId;
  private final DataKey key;
  private final PublishedPart.Sound sound;
  private final DecryptService decrypt;
  private final SealedSink sink;
  private final Register register;
  private final Optional<PieceStore> pieces;

  /** Name under which the current rendition is registered. */
  private String name = "";

  /**
   * Number of renditions that were registered, counted from 1, with the current or the next one.
   */
  private int generation = 1;

  /** The register of a video's parts; its methods throw CancellationException without a lease. */
  interface Register {
    /** Returns the first registered part, whatever the name of its rendition. */
    Optional<MediaObject> first();

    /** Returns the name of the rendition that is played until the new one is complete. */
    Optional<String> superseded();

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
   * @param sound describes the sound
   * @param sink has the parts; those that aren't registered are deleted when it is closed
   * @param pieces keeps the pieces of the pictures; empty when one run is to make all of them
   */
  PublishedParts(
      long fileId,
      DataKey key,
      PublishedPart.Sound sound,
      DecryptService decrypt,
      SealedSink sink,
      Register register,
      Optional<PieceStore> pieces) {
    this.fileId = fileId;
    this.key = key;
    this.sound = sound;
    this.decrypt = decrypt;
    this.sink = sink;
    this.register = register;
    this.pieces = pieces;
  }

  /** Returns the name under which the rendition is registered. */
  String name() {
    return name;
  }

  @Override
  public void published(RenditionPart part) {
    Optional<MediaObject> before =
        part.number() == 0 ? register.first() : register.find(name, part.number());
    if (part.number() == 0) {
      begin(part, before.flatMap(MediaObject::partOf));
    }
    if (before.isPresent() && isSame(before.get(), part)) {
      name = before.get().partOf().orElseThrow();
      sink.adopt(part.name(), stored(before.get()));
      return;
    }
    if (before.isPresent()) {
      register.withdraw(name, part.number());
    }
    register.publish(new PublishedPart(sink.keep(part.name()), part.renamed(name), sound));
  }

  /** Chooses the name for a rendition that may follow another one. */
  private void begin(RenditionPart first, Optional<String> before) {
    int former =
        Stream.concat(before.stream(), register.superseded().stream())
            .mapToInt(RenditionGeneration::of)
            .max()
            .orElse(0);
    generation = Math.max(generation, former + 1);
    name = RenditionGeneration.name(first.rendition(), generation);
  }

  private StoredObject stored(MediaObject registered) {
    ObjectRef ref = new ObjectRef(fileId, registered.getObjectId());
    return new StoredObject(ref, registered.getIv(), registered.getSize());
  }

  @Override
  public Optional<PieceStore> pieces() {
    return pieces;
  }

  @Override
  public void withdrawn(String rendition) {
    register.withdraw(name, 0);
    generation++;
  }

  private boolean isSame(MediaObject before, RenditionPart part) {
    if (before.getSize() != part.size()
        || !before
            .track()
            .map(t -> t.segments())
            .equals(Optional.of(RenditionTrack.segments(part.index())))) {
      return false;
    }
    try (ObjectReader reader = decrypt.open(stored(before).ref(), key)) {
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
