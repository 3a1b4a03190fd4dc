package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.UUID;

/** Encrypts objects and writes them to storage. Thread-safe. */
@ApplicationScoped
public class EncryptService {
  private final BlobStore blobs;
  private final CipherContextPool contexts;
  private final EncryptionExecutor executor;
  private final ContainerFormats formats;

  @Inject
  EncryptService(BlobStore blobs, CipherContextPool contexts, EncryptionExecutor executor) {
    this(blobs, contexts, executor, ContainerFormats.standard());
  }

  EncryptService(
      BlobStore blobs,
      CipherContextPool contexts,
      EncryptionExecutor executor,
      ContainerFormats formats) {
    this.blobs = blobs;
    this.contexts = contexts;
    this.executor = executor;
    this.formats = formats;
  }

  /** Creates a service without a CDI container. */
  public EncryptService(BlobStore blobs) {
    this(blobs, new CipherContextPool(), new EncryptionExecutor());
  }

  /** Returns a new key of 256 bits from the system's secure random source. */
  public DataKey newDataKey() {
    return new DataKey(Secrets.random(DataKey.LENGTH));
  }

  /**
   * Creates an object of a video, whose chunks are encrypted in parallel. It becomes visible when
   * it is published. The key isn't retained.
   *
   * @throws io.sealcast.problem.DomainException INSUFFICIENT_STORAGE, also from writing
   */
  public ObjectEncryptor encrypt(long fileId, DataKey key) throws IOException {
    // each object, also of a repeated job, gets a new id, so that no key and IV are used twice
    ObjectRef ref = new ObjectRef(fileId, UUID.randomUUID());
    return new ContainerEncryptor(ref, key, blobs, formats, contexts, executor);
  }
}
