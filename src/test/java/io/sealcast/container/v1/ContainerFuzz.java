package io.sealcast.container.v1;

import static io.sealcast.fuzz.Laws.require;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerReader;
import io.sealcast.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A container is read as it was written, or refused by a {@link ContainerException}. Each input is
 * read twice: as it is, and with an authentic trailer for its header and length, so that what is
 * behind the check of the trailer is reached too.
 */
public final class ContainerFuzz implements FuzzTarget {
  @Override
  public String name() {
    return "container";
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(
        Sealed.seal(new byte[0], Sealed.ID, Sealed.KIB_64),
        Sealed.seal(Sealed.bytes(100, 7), Sealed.ID, Sealed.KIB_64),
        Sealed.seal(Sealed.bytes(1000, 7), Sealed.ID, Sealed.MIB),
        new byte[48]);
  }

  @Override
  public void parse(byte[] input) throws IOException {
    read(input);
    if (input.length >= Header.LENGTH + Layout.TRAILER) {
      read(authenticated(input.clone()));
    }
  }

  private static void read(byte[] container) throws IOException {
    try {
      ContainerReader reader = Sealed.open(container);
      require(reader.size() >= 0 && reader.size() < container.length, "a size beyond the bytes");
      byte[] plain = Sealed.readAll(reader, 1 << 16);
      require(plain.length == reader.size(), "fewer bytes than the size");
    } catch (ContainerException e) {
      // that is how a container is refused
    }
  }

  /** Replaces the tag of the trailer by one that is valid under the key. */
  private static byte[] authenticated(byte[] container) throws IOException {
    int trailer = container.length - Layout.TRAILER;
    try {
      Header header = Header.parse(container, Sealed.ID);
      long size = ByteBuffer.wrap(container).getLong(trailer);
      long chunks = new Layout(header.chunkSize()).chunkCount(size);
      byte[] sealed =
          new ChunkCipher(
                  header, ChunkKeys.derive(Sealed.KEY, header.objectId()), new CipherContext())
              .sealTrailer(size, chunks);
      System.arraycopy(sealed, 0, container, trailer, sealed.length);
    } catch (ContainerException e) {
      // the header is refused as it was before
    }
    return container;
  }

  @Override
  public long maxAllocation() {
    // the buffers of a context for the largest chunks, twice
    return 8 << 20;
  }
}
