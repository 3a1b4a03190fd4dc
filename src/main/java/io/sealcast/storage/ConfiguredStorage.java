package io.sealcast.storage;

import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.storage.s3.S3BlobStore;
import io.sealcast.storage.s3.S3Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Produces the blob store of the application according to its configuration. The classes of the AWS
 * SDK are loaded only when the configured store is S3.
 */
@ApplicationScoped
class ConfiguredStorage {
  private static final Logger LOG = System.getLogger(ConfiguredStorage.class.getName());

  private @Nullable Closeable open;

  @Produces
  @ApplicationScoped
  BlobStore blobStore(
      @ConfigProperty(name = "sealcast.storage") String kind,
      @ConfigProperty(name = "sealcast.storage.dir") String directory,
      @ConfigProperty(name = "sealcast.storage.keep-free-bytes") long keepFree,
      @ConfigProperty(name = "sealcast.storage.s3.endpoint") Optional<String> endpoint,
      @ConfigProperty(name = "sealcast.storage.s3.region") String region,
      @ConfigProperty(name = "sealcast.storage.s3.bucket") Optional<String> bucket,
      @ConfigProperty(name = "sealcast.storage.s3.prefix") Optional<String> prefix,
      @ConfigProperty(name = "sealcast.storage.s3.path-style") boolean pathStyle,
      @ConfigProperty(name = "sealcast.storage.s3.part-bytes") int partBytes)
      throws IOException {
    return switch (kind) {
      case "local" -> new LocalBlobStore(Path.of(directory), keepFree);
      case "s3" -> {
        S3BlobStore store =
            S3BlobStore.connect(
                S3Settings.of(endpoint, region, bucket, prefix, pathStyle, partBytes));
        open = store;
        yield store;
      }
      default -> throw new IllegalArgumentException("SEALCAST_STORAGE is neither local nor s3");
    };
  }

  @PreDestroy
  void close() {
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "Closing the storage failed", e);
    }
  }
}
