package io.sealcast.storage.s3;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sealcast.storage.Blob;
import io.sealcast.storage.BlobKeys;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * Stores blobs as objects of one bucket. S3 shows an object only when it is complete, so a draft
 * consists of the writer's buffer and the parts of its unfinished multipart upload.
 */
public final class S3BlobStore implements BlobStore, Closeable {
  private static final Logger LOG = System.getLogger(S3BlobStore.class.getName());

  /** Maximum number of objects whose ends are cached, at half a KiB each. */
  private static final int EDGES = 10_000;

  /**
   * Time for which a successful probe stays valid: a write costs money and, in a versioned bucket,
   * space.
   */
  private static final Duration PROBE_VALIDITY = Duration.ofMinutes(1);

  private static final String TYPE = "application/octet-stream";

  private static final int FORBIDDEN = 403;

  /** Answers to the request for versions: not permitted, or not implemented by the server. */
  private static final Set<Integer> NO_VERSIONS = Set.of(400, FORBIDDEN, 404, 405, 501);

  private final S3Settings settings;
  private final S3Client client;
  private final RangeReader reader;
  private final Cache<String, S3Blob.Edges> edges =
      Caffeine.newBuilder().maximumSize(EDGES).build();
  private final AtomicBoolean versionsHidden = new AtomicBoolean();
  private volatile Instant probedAt = Instant.MIN;

  private S3BlobStore(S3Settings settings, S3Client client) {
    this.settings = settings;
    this.client = client;
    this.reader = new RangeReader(client, settings);
  }

  /** Creates a store over an existing bucket. The call sends no request. */
  public static S3BlobStore connect(S3Settings settings) {
    return new S3BlobStore(settings, S3Clients.client(settings));
  }

  @Override
  public BlobWriter create(String key) {
    return new S3BlobWriter(this, BlobKeys.require(key), settings.partBytes());
  }

  @Override
  public Blob open(String key) throws IOException {
    BlobKeys.require(key);
    S3Blob.Edges known = edges.getIfPresent(key);
    if (known == null) {
      known = S3Failures.translate(key, () -> reader.edges(name(key)));
      if (!known.areAll()) {
        // a small blob may be a key file, which can be rewritten; its old bytes must not stay
        // cached
        edges.put(key, known);
      }
    }
    return new S3Blob(this, key, known);
  }

  void read(String key, String version, long position, byte[] target, int offset, int length)
      throws IOException {
    boolean whole = false;
    try {
      S3Failures.translate(
          key, () -> reader.readFully(name(key), version, position, target, offset, length));
      whole = true;
    } finally {
      if (!whole) {
        edges.invalidate(key); // the object may have been replaced or deleted
      }
    }
  }

  @Override
  public void delete(String key) throws IOException {
    String name = name(BlobKeys.require(key));
    try {
      S3Failures.translate(
          key, () -> client.deleteObject(r -> r.bucket(settings.bucket()).key(name)));
    } catch (NoSuchFileException e) {
      return; // Amazon S3 doesn't report a missing object here; other servers do
    } finally {
      edges.invalidate(key);
    }
  }

  /** Deletes the object and, in a bucket with versioning, all its versions. */
  @Override
  public void erase(String key) throws IOException {
    delete(key);
    String name = name(key);
    List<ObjectVersion> versions =
        S3Failures.translate(key, () -> versions(name)).stream()
            .filter(version -> version.key().equals(name))
            .toList();
    for (ObjectVersion version : versions) {
      try {
        S3Failures.translate(
            key,
            () ->
                client.deleteObject(
                    r -> r.bucket(settings.bucket()).key(name).versionId(version.versionId())));
      } catch (NoSuchFileException e) {
        continue; // deleted concurrently
      }
    }
  }

  /**
   * Returns the versions of the objects whose names begin with {@code name}; none when the server
   * knows no versions or doesn't permit to list them.
   */
  private List<ObjectVersion> versions(String name) {
    try {
      return client
          .listObjectVersionsPaginator(r -> r.bucket(settings.bucket()).prefix(name))
          .versions()
          .stream()
          .toList();
    } catch (AwsServiceException e) {
      if (!NO_VERSIONS.contains(e.statusCode())) {
        throw e;
      }
      if (e.statusCode() == FORBIDDEN && versionsHidden.compareAndSet(false, true)) {
        LOG.log(
            Level.WARNING,
            "The versions of objects can''t be listed: if the bucket keeps versions, erased keys"
                + " stay in it until its lifecycle deletes them");
      }
      return List.of();
    }
  }

  @Override
  public void deleteAll(String prefix) throws IOException {
    for (Entry entry : list(prefix)) {
      delete(entry.key());
    }
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    String name = name(BlobKeys.requirePrefix(prefix));
    return S3Failures.translate(
        prefix,
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(settings.bucket()).prefix(name))
                .contents()
                .stream()
                .map(o -> new Entry(key(o.key()), o.size(), o.lastModified()))
                .toList());
  }

  @Override
  public int collectOrphans(Instant olderThan) throws IOException {
    List<MultipartUpload> uploads =
        S3Failures.translate(
            settings.prefix(),
            () ->
                client
                    .listMultipartUploadsPaginator(
                        r -> r.bucket(settings.bucket()).prefix(settings.prefix()))
                    .uploads()
                    .stream()
                    .filter(u -> u.key().startsWith(settings.prefix()))
                    .filter(u -> u.initiated().isBefore(olderThan))
                    .toList());
    int collected = 0;
    for (MultipartUpload upload : uploads) {
      String key = key(upload.key());
      try {
        // a long upload that is still being written has received a part recently
        if (lastPart(upload).isBefore(olderThan)) {
          abortUpload(key, upload.uploadId());
          collected++;
        }
      } catch (NoSuchFileException e) {
        continue; // completed or aborted concurrently
      }
    }
    return collected;
  }

  private Instant lastPart(MultipartUpload upload) throws IOException {
    return S3Failures.translate(
        upload.key(),
        () ->
            client
                .listPartsPaginator(
                    r -> r.bucket(settings.bucket()).key(upload.key()).uploadId(upload.uploadId()))
                .parts()
                .stream()
                .map(p -> p.lastModified())
                .max(Instant::compareTo)
                .orElse(upload.initiated()));
  }

  /** Returns {@link Long#MAX_VALUE}, since S3 reports no limit. */
  @Override
  public long usableBytes() {
    return Long.MAX_VALUE;
  }

  @Override
  public void probe() throws IOException {
    if (probedAt.plus(PROBE_VALIDITY).isAfter(Instant.now())) {
      S3Failures.translate("", () -> client.headBucket(r -> r.bucket(settings.bucket())));
    } else {
      BlobStore.super.probe();
      probedAt = Instant.now();
    }
  }

  void put(String key, byte[] bytes, int length) throws IOException {
    S3Failures.translate(
        key,
        () ->
            client.putObject(
                r -> r.bucket(settings.bucket()).key(name(key)).contentType(TYPE),
                body(bytes, length)));
    edges.invalidate(key);
  }

  String beginUpload(String key) throws IOException {
    return S3Failures.translate(
            key,
            () ->
                client.createMultipartUpload(
                    r -> r.bucket(settings.bucket()).key(name(key)).contentType(TYPE)))
        .uploadId();
  }

  CompletedPart uploadPart(String key, String uploadId, int number, byte[] bytes, int length)
      throws IOException {
    String tag =
        S3Failures.translate(
                key,
                () ->
                    client.uploadPart(
                        r ->
                            r.bucket(settings.bucket())
                                .key(name(key))
                                .uploadId(uploadId)
                                .partNumber(number),
                        body(bytes, length)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  void completeUpload(String key, String uploadId, List<CompletedPart> parts) throws IOException {
    S3Failures.translate(
        key,
        () ->
            client.completeMultipartUpload(
                r ->
                    r.bucket(settings.bucket())
                        .key(name(key))
                        .uploadId(uploadId)
                        .multipartUpload(m -> m.parts(parts))));
    edges.invalidate(key);
  }

  void abortUpload(String key, String uploadId) throws IOException {
    S3Failures.translate(
        key,
        () -> {
          try {
            client.abortMultipartUpload(
                r -> r.bucket(settings.bucket()).key(name(key)).uploadId(uploadId));
          } catch (NoSuchUploadException e) {
            LOG.log(Level.DEBUG, "The upload was aborted before, by a retry or by the sweeper");
          }
          return key;
        });
  }

  /**
   * Returns a request body over {@code bytes} without a copy: the writer's thread blocks until the
   * request is done, so the bytes don't change. A retry reads them again.
   */
  private static RequestBody body(byte[] bytes, int length) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
  }

  private String name(String key) {
    return settings.prefix() + key;
  }

  private String key(String name) {
    return name.substring(settings.prefix().length());
  }

  @Override
  public void close() {
    client.close();
  }
}
