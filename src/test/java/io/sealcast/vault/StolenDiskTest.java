package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the attacker of the other tests opens everything that can be opened. */
class StolenDiskTest {
  private static final long VIDEO = 4711;
  private static final JobRef JOB = new JobRef(VIDEO, UUID.randomUUID().toString());
  private static final Instant EXPIRY = Instant.parse("2026-11-29T12:00:00Z");
  private static final byte[] PLAIN = "plain bytes of a video".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private final byte[] serviceKey = Secrets.random(32);
  private final SealedKeys sealedKeys = SealedKeys.under(serviceKey, Clock.systemUTC());
  private final DataKey key = new DataKey(Secrets.random(32));
  private BlobStore blobs;
  private Path disk;

  @BeforeEach
  void store() throws IOException {
    blobs = new LocalBlobStore(directory.resolve("storage"), 0);
    disk = Files.createDirectories(directory.resolve("disk"));
    Files.writeString(
        directory.resolve("service.key"), Base64.getEncoder().encodeToString(serviceKey));
    try (ObjectEncryptor out = new EncryptService(blobs).encrypt(VIDEO, key)) {
      out.write(PLAIN);
      out.publish();
    }
  }

  @Test
  void opensTheRecordOfAnEarlierVersionsJob() throws IOException {
    Files.writeString(
        disk.resolve("0.log"),
        "binary\0\1{\"v\":1,\"job_id\":\"%s\",\"file_id\":%d,\"expires_at\":\"%s\",\"sealed_data_key\":\"%s\"}\0"
            .formatted(
                JOB.jobId(), VIDEO, EXPIRY, base64(sealedKeys.sealRecordedJob(JOB, EXPIRY, key))));
    assertThat(attack().decrypt(VIDEO, 100)).isEqualTo(PLAIN);
  }

  /** A row that was deleted from its page may lie there and in the write-ahead log. */
  @Test
  void opensTheRowOfAJobWhoseSecretIsThereAndNoOther() throws IOException {
    byte[] sealed = new JobSecrets(blobs, sealedKeys).seal(JOB, EXPIRY, key);
    ByteBuffer page = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    page.position(4000).putLong(VIDEO).put((byte) 0x4b).put(ascii(JOB.jobId()));
    page.put(new byte[3]).putLong(micros(EXPIRY)).put((byte) 0x7b).put(sealed);
    Files.write(disk.resolve("16384"), page.array());
    assertThat(attack().decrypt(VIDEO, 100)).isEqualTo(PLAIN);

    new JobSecrets(blobs, sealedKeys).erase(JOB);
    StolenDisk later = attack();
    assertThat(later.sealedJobs()).containsExactly(VIDEO);
    assertThat(later.opened()).isEmpty();
  }

  @Test
  void opensARequestWhoseKeysAreSealedUnderTheServiceKey() throws IOException {
    String id = UUID.randomUUID().toString();
    byte[] sealed = session(id);
    Files.writeString(
        disk.resolve("0.log"),
        "{\"v\":1,\"request_id\":\"%s\",\"file_id\":%d,\"expires_at\":\"%s\",\"sealed_keys\":\"%s\"}"
            .formatted(id, VIDEO, EXPIRY, base64(sealed)));
    assertThat(attack().decrypt(VIDEO, 100)).isEqualTo(PLAIN);
  }

  @Test
  void opensTheRowOfASessionWhoseRequestIdIsSomewhere() throws Exception {
    String id = UUID.randomUUID().toString();
    ByteBuffer page = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(ascii(id));
    page.position(4000).put((byte) 0x43).put(hash);
    page.position(4040).putLong(VIDEO).putLong(1).put((byte) 0x11).put(ascii("GATEWAY"));
    page.put((byte) 0xbb).put(session(id)).position(4160);
    page.putLong(micros(EXPIRY.minusSeconds(9))).putLong(micros(EXPIRY));
    Files.write(disk.resolve("16385"), page.array());
    StolenDisk without = attack();
    assertThat(without.sealedSessions()).containsExactly(VIDEO);
    assertThat(without.opened()).isEmpty();
    Files.writeString(disk.resolve("1.log"), "key " + id);
    assertThat(attack().decrypt(VIDEO, 100)).isEqualTo(PLAIN);
  }

  private byte[] session(String id) {
    SessionKeys keys = new SessionKeys(key, sealedKeys.newResponseKey());
    return sealedKeys.sealSession(id, VIDEO, EXPIRY, keys);
  }

  private StolenDisk attack() throws IOException {
    return new StolenDisk(
        List.of(directory), directory.resolve("service.key"), directory.resolve("storage"));
  }

  private static long micros(Instant time) {
    return (time.getEpochSecond() - Instant.parse("2000-01-01T00:00:00Z").getEpochSecond())
        * 1_000_000;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
