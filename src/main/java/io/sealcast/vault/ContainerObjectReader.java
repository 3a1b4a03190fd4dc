package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object in the container format and translates exceptions of the container into those of
 * the domain.
 */
final class ContainerObjectReader implements ObjectReader {
  private static final Logger LOG = System.getLogger(ContainerObjectReader.class.getName());

  private final ContainerReader container;
  private final Blob blob;
  private final CipherContextPool contexts;
  private @Nullable CipherContext context;

  private ContainerObjectReader(
      ContainerReader container, Blob blob, CipherContextPool contexts, CipherContext context) {
    this.container = container;
    this.blob = blob;
    this.contexts = contexts;
    this.context = context;
  }

  /** Opens a container. The reader owns {@code blob}, which is also closed when opening fails. */
  static ObjectReader open(
      ObjectRef ref, DataKey key, Blob blob, ContainerFormats formats, CipherContextPool contexts) {
    CipherContext context = contexts.take();
    boolean opened = false;
    try {
      ContainerReader container =
          formats.open(new BlobSource(blob), key.bits(), ref.objectId(), context);
      opened = true;
      return new ContainerObjectReader(container, blob, contexts, context);
    } catch (IOException e) {
      throw refusal(e);
    } finally {
      if (!opened) {
        contexts.putBack(context);
        closeQuietly(blob);
      }
    }
  }

  @Override
  public int chunkSize() {
    return container.chunkSize();
  }

  @Override
  public long chunkCount() {
    return container.chunkCount();
  }

  @Override
  public long size() {
    return container.size();
  }

  @Override
  public ByteBuffer chunk(long index) {
    requireOpen();
    try {
      return container.chunk(index);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  @Override
  public ByteBuffer slice(long position, int length) {
    requireOpen();
    try {
      return container.slice(position, length);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) {
    requireOpen();
    try {
      return container.read(position, target, offset, length);
    } catch (IOException e) {
      throw refusal(e);
    }
  }

  @Override
  public void close() {
    if (context != null) {
      contexts.putBack(context);
      context = null;
      closeQuietly(blob);
    }
  }

  private void requireOpen() {
    if (context == null) {
      // another reader may be using the buffers already
      throw new IllegalStateException("The object is closed");
    }
  }

  private static DomainException refusal(IOException e) {
    if (e instanceof ContainerException || e instanceof EOFException) {
      LOG.log(Level.ERROR, "A stored object was refused: {0}", e.getMessage());
      return new DomainException(ErrorCode.INTEGRITY_FAILED, e);
    }
    return new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
  }

  private static void closeQuietly(Blob blob) {
    try {
      blob.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing a blob failed", e);
    }
  }

  private record BlobSource(Blob blob) implements CiphertextSource {
    @Override
    public long size() {
      return blob.size();
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
      blob.readFully(position, target, offset, length);
    }
  }
}
