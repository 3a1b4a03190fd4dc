package io.sealcast.vault;

import io.sealcast.container.ContainerWriter;
import io.sealcast.container.Workbench;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import java.io.IOException;

/** Encrypts one object into one blob. */
final class ContainerEncryptor extends ObjectEncryptor {
  private final ObjectRef ref;
  private final byte[] iv = Secrets.random(ContainerWriter.IV_LENGTH);
  private final Workbenches benches;
  private final BlobWriter blob;
  private final ContainerWriter container;
  private Workbench bench;

  ContainerEncryptor(ObjectRef ref, DataKey key, BlobStore blobs, Workbenches benches)
      throws IOException {
    this.ref = ref;
    this.benches = benches;
    blob = blobs.create(ref.blobKey());
    bench = benches.take();
    try {
      container = new ContainerWriter(blob, key.bits(), ref.objectId(), iv, bench);
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
    releaseBench();
    blob.publish();
    return stored;
  }

  @Override
  public void close() throws IOException {
    releaseBench();
    blob.close();
  }

  private void releaseBench() {
    if (bench != null) {
      benches.putBack(bench);
      bench = null;
    }
  }

  private void requireOpen() throws IOException {
    if (bench == null) {
      throw new IOException("The object is closed");
    }
  }
}
