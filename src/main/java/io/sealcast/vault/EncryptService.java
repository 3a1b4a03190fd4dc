package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.UUID;

/** Encrypts bytes on their way into storage. */
@ApplicationScoped
public class EncryptService {
  private final BlobStore blobs;
  private final CipherContextPool contexts;
  private final ContainerFormats formats;

  @Inject
  EncryptService(BlobStore blobs, CipherContextPool contexts) {
    this(blobs, contexts, ContainerFormats.standard());
  }

  EncryptService(BlobStore blobs, CipherContextPool contexts, ContainerFormats formats) {
    this.blobs = blobs;
    this.contexts = contexts;
    this.formats = formats;
  }

  /** For plain Java, without a container. */
  public EncryptService(BlobStore blobs) {
    this(blobs, new CipherContextPool());
  }

  /** 256 bits from the system's secure random source. */
  public DataKey newDataKey() {
    return new DataKey(Secrets.random(DataKey.LENGTH));
  }

  /**
   * Begins a new object of a video; nothing is visible before it is published. The key isn't kept.
   *
   * @throws io.sealcast.problem.DomainException INSUFFICIENT_STORAGE, from the writes too
   */
  public ObjectEncryptor encrypt(long fileId, DataKey key) throws IOException {
    // a fresh id each time: keys and IVs of two objects never meet, not even after a retry
    ObjectRef ref = new ObjectRef(fileId, UUID.randomUUID());
    return new ContainerEncryptor(ref, key, blobs, formats, contexts);
  }
}
