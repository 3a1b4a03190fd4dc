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

/** Makes the SDK's client. */
final class S3Clients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Of silence on a connection. */
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /** Of everything but reads: a part may go up a slow line. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);

  private S3Clients() {}

  /** Credentials come from the SDK's chain: environment, profile, container, instance. */
  static S3Client client(S3Settings settings) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(DefaultCredentialsProvider.builder().build())
            .forcePathStyle(settings.pathStyle())
            // whole parts with one signature, and no checksums beside: every S3 understands that.
            // What is stored proves itself by its own MACs.
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
