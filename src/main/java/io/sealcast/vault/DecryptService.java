package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/** Opens stored objects for reading. Thread-safe. */
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

  /** Creates a service without a CDI container. */
  public DecryptService(BlobStore blobs) {
    this(blobs, new CipherContextPool());
  }

  /**
   * Opens an object. The call is cheap enough to be made for each chunk. The key isn't retained.
   *
   * @throws DomainException OBJECT_UNAVAILABLE when the object doesn't exist or can't be read,
   *     INTEGRITY_FAILED when it was truncated or modified, or belongs to another id or key
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
