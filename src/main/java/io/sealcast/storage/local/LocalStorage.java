package io.sealcast.storage.local;

import io.sealcast.storage.BlobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the application's blob store of its configuration. */
@ApplicationScoped
class LocalStorage {
  @Produces
  @ApplicationScoped
  BlobStore blobStore(
      @ConfigProperty(name = "sealcast.storage.dir", defaultValue = ".data/storage")
          String directory,
      @ConfigProperty(name = "sealcast.storage.keep-free-bytes", defaultValue = "1073741824")
          long keepFree)
      throws IOException {
    return new LocalBlobStore(Path.of(directory), keepFree);
  }
}
