package io.sealcast.storage.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Creates the client of the AWS SDK. */
final class S3Clients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Longest time without data on a connection. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Longest duration of one attempt of any request but a read. It is long because a part may be
   * uploaded over a slow connection.
   */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);

  private S3Clients() {}

  /**
   * Creates a client. Its credentials come from the SDK's default provider chain: environment,
   * profile, container, instance.
   */
  static S3Client client(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .forcePathStyle(settings.pathStyle())
            // each part has one signature and no further checksum, which every S3-compatible server
            // understands; the stored containers have their own MACs
            .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(SOCKET_TIMEOUT))
            .overrideConfiguration(
                c ->
                    c.retryStrategy(RetryMode.STANDARD)
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .apiCallTimeout(CALL_TIMEOUT));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
  }
}
