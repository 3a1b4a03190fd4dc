package io.sealcast.vault;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encrypts an object into a blob in the container format. */
final class ContainerEncryptor extends ObjectEncryptor {
  private final ObjectRef ref;
  private final byte[] iv = Secrets.random(ContainerWriter.IV_LENGTH);
  private final CipherContextPool contexts;
  private final BlobWriter blob;
  private final ContainerWriter container;
  private @Nullable CipherContext context;

  ContainerEncryptor(
      ObjectRef ref,
      DataKey key,
      BlobStore blobs,
      ContainerFormats formats,
      CipherContextPool contexts)
      throws IOException {
    this.ref = ref;
    this.contexts = contexts;
    blob = blobs.create(ref.blobKey());
    context = contexts.take();
    try {
      container = formats.create(blob, key.bits(), ref.objectId(), iv, context);
    } catch (IOException | RuntimeException e) {
      close();
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
    requireOpen();
    container.write(b);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    requireOpen();
    container.write(source, offset, length);
  }

  @Override
  public StoredObject publish() throws IOException {
    requireOpen();
    container.finish();
    StoredObject stored = new StoredObject(ref, iv.clone(), container.size());
    releaseContext();
    blob.publish();
    return stored;
  }

  @Override
  public void close() throws IOException {
    releaseContext();
    blob.close();
  }

  private void releaseContext() {
    if (context != null) {
      contexts.putBack(context);
      context = null;
    }
  }

  private void requireOpen() throws IOException {
    if (context == null) {
      throw new IOException("The object is closed");
    }
  }
}
