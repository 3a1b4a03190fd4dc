package io.sealcast.vault;

import io.sealcast.container.CipherContexts;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;
import java.util.concurrent.Executor;

/** Encrypts an object into a blob in the container format. */
final class ContainerEncryptor extends ObjectEncryptor {
  private final ObjectRef ref;
  private final byte[] iv = Secrets.random(ContainerWriter.IV_LENGTH);
  private final BlobWriter blob;
  private final ContainerWriter container;

  ContainerEncryptor(
      ObjectRef ref,
      DataKey key,
      BlobStore blobs,
      ContainerFormats formats,
      CipherContexts contexts,
      Executor executor)
      throws IOException {
    this.ref = ref;
    blob = blobs.create(ref.blobKey());
    try {
      container = formats.create(blob, key.bits(), ref.objectId(), iv, contexts, executor);
    } catch (IOException | RuntimeException e) {
      blob.close();
      throw e;
    }
  }

  @Override
  public ObjectRef ref() {
    return ref;
  }

  @Override
  public long size() {
    return container.size();
  }

  @Override
  public void write(int b) throws IOException {
    container.write(b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    container.write(source, offset, length);
  }

  @Override
  public StoredObject publish() throws IOException {
    container.finish();
    StoredObject stored = new StoredObject(ref, iv.clone(), container.size());
    // its buffers aren't needed while the blob is made durable
    container.close();
    blob.publish();
    return stored;
  }

  @Override
  public void close() throws IOException {
    try {
      container.close();
    } finally {
      blob.close();
    }
  }
}
