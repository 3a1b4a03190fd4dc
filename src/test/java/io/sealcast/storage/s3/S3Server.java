package io.sealcast.storage.s3;

import io.sealcast.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;

/**
 * An S3 server over HTTP that verifies signatures and stores objects as files. It can be stopped
 * and restarted.
 */
public final class S3Server implements AutoCloseable {
  /** The bucket of the tests. */
  public static final String BUCKET = "sealcast-tests";

  private static final String ACCESS_KEY = "access-key-of-the-tests";
  private static final String SECRET_KEY = "secret-key-of-the-tests-4711";

  private final Path directory;
  private final int port = Ports.free();
  private final S3Client client;
  private S3Proxy proxy;

  private S3Server(Path directory) {
    this.directory = directory;
    this.client = newClient();
  }

  /** Starts a server with an empty bucket. */
  public static S3Server start(Path directory) throws IOException {
    Files.createDirectories(directory);
    S3Server server = new S3Server(directory);
    server.startAgain();
    server.client.createBucket(r -> r.bucket(BUCKET));
    return server;
  }

  /** Starts the server after {@link #stop} on the same port. */
  public void startAgain() {
    FilesystemNio2BlobStore files = new FilesystemNio2BlobStore(directory.toString());
    proxy =
        S3Proxy.builder()
            .blobStore(files)
            .endpoint(endpoint())
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .stopTimeout(0)
            .build();
    try {
      proxy.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Aborts running requests and stops the server. */
  public void stop() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Creates a store over the bucket with the smallest parts that S3 permits. */
  S3BlobStore store(String prefix) {
    return store(endpoint(), prefix, Duration.ofSeconds(8));
  }

  static S3BlobStore store(URI endpoint, String prefix, Duration readTimeout) {
    return S3BlobStore.connect(
        new S3Settings(endpoint, "us-east-1", BUCKET, prefix, true, 5 << 20, readTimeout));
  }

  /** Returns the environment variables for a server that uses this store. */
  public Map<String, String> environment() {
    return Map.of(
        "SEALCAST_STORAGE",
        "s3",
        "SEALCAST_STORAGE_S3_ENDPOINT",
        endpoint().toString(),
        "SEALCAST_STORAGE_S3_BUCKET",
        BUCKET,
        "SEALCAST_STORAGE_S3_PREFIX",
        "library",
        "SEALCAST_STORAGE_S3_PATH_STYLE",
        "true",
        "SEALCAST_STORAGE_S3_PART_BYTES",
        Integer.toString(5 << 20),
        // overrides a session token in the environment of the tests
        "AWS_SESSION_TOKEN",
        "",
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET_KEY);
  }

  /** Sets the same credentials as the system properties that the SDK reads. */
  static void credentials(String secretKey) {
    System.setProperty("aws.accessKeyId", ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", secretKey);
  }

  static void credentials() {
    credentials(SECRET_KEY);
  }

  /** Returns the names of all objects. */
  public java.util.List<String> objects() {
    return client.listObjectsV2Paginator(r -> r.bucket(BUCKET)).contents().stream()
        .map(o -> o.key())
        .toList();
  }

  /** Returns the names of the unfinished multipart uploads. */
  public java.util.List<String> uploads() {
    ListMultipartUploadsResponse answer = client.listMultipartUploads(r -> r.bucket(BUCKET));
    return answer.uploads().stream().map(u -> u.key()).toList();
  }

  /** Copies the objects whose names begin with {@code prefix} into a directory. */
  public void copy(String prefix, Path target) throws IOException {
    for (String name : objects()) {
      if (name.startsWith(prefix)) {
        Path file = target.resolve(name.substring(prefix.length()));
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        client.getObject(r -> r.bucket(BUCKET).key(name), file);
      }
    }
  }

  /** Replaces the bytes of an object. */
  public void replace(String name, byte[] bytes) {
    client.putObject(r -> r.bucket(BUCKET).key(name), RequestBody.fromBytes(bytes));
  }

  public void delete(String name) {
    client.deleteObject(r -> r.bucket(BUCKET).key(name));
  }

  public String accessKey() {
    return ACCESS_KEY;
  }

  public String secretKey() {
    return SECRET_KEY;
  }

  private S3Client newClient() {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /** Empties the bucket. */
  void clear() {
    objects().forEach(this::delete);
    client
        .listMultipartUploads(r -> r.bucket(BUCKET))
        .uploads()
        .forEach(
            u ->
                client.abortMultipartUpload(
                    r -> r.bucket(BUCKET).key(u.key()).uploadId(u.uploadId())));
  }

  @Override
  public void close() {
    client.close();
    stop();
  }
}
