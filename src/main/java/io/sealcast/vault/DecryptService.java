package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** Opens stored objects for reading. */
@ApplicationScoped
public class DecryptService {
  private final ContainerFormats formats = ContainerFormats.standard();
  private final BlobStore blobs;
  private final CipherContextPool contexts;

  @Inject
  DecryptService(BlobStore blobs, CipherContextPool contexts) {
    this.blobs = blobs;
    this.contexts = contexts;
  }

  /** For plain Java, without a container. */
  public DecryptService(BlobStore blobs) {
    this(blobs, new CipherContextPool());
  }

  /**
   * Opens an object; cheap, so that it may be done for each chunk. The key isn't kept.
   *
   * @throws DomainException OBJECT_UNAVAILABLE when it isn't there or can't be read,
   *     INTEGRITY_FAILED when it isn't the whole of this object under this key
   */
  public ObjectReader open(ObjectRef ref, DataKey key) throws IOException {
    Blob blob;
    try {
      blob = blobs.open(ref.blobKey());
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
    return ContainerObjectReader.open(ref, key, blob, formats, contexts);
  }
}
