package io.sealcast.vault;

import io.sealcast.it.harness.DiskFiles;
import io.sealcast.problem.DomainException;
import io.sealcast.storage.local.LocalBlobStore;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An attacker who has all files of a host and its service keys, but no encryption key. It doesn't
 * ask a database or a broker, which would hide what was deleted: it finds rows in the bytes of
 * pages and of the write-ahead log, also deleted ones, and records in the bytes of segments. It
 * tries to open each sealed key in every way that the code knows, at a time before its expiry.
 */
public final class StolenDisk {
  private static final int WINDOW = 4 << 20;
  private static final int OVERLAP = 64 << 10;
  private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  // Headers of short values in a row of PostgreSQL: 2 * (length + 1) + 1
  private static final byte UUID_TEXT = (byte) 0x4b;
  private static final byte HASH = (byte) 0x43;
  private static final byte SEALED_JOB = (byte) 0x7b;
  private static final byte SEALED_SESSION = (byte) 0xbb;

  private static final int WAL_PAGE = 8192;
  private static final int WAL_HEADER = 24;
  private static final int WAL_FIRST_HEADER = 40;

  private final SealedKeys sealedKeys;
  private final Path storage;
  private final List<byte[]> secrets = new ArrayList<>();
  private final Set<SealedJob> jobs = new HashSet<>();
  private final Set<SealedSession> sessions = new HashSet<>();
  private final Map<ByteBuffer, String> requestIds = new HashMap<>();
  private final Map<Long, DataKey> opened = new TreeMap<>();

  /** A sealed key with what belongs to it. The bytes are wrapped for comparison. */
  private record SealedJob(JobRef job, Instant expiry, ByteBuffer key) {}

  private record SealedSession(ByteBuffer hash, long fileId, Instant expiry, ByteBuffer keys) {}

  /**
   * Reads all files.
   *
   * @param directories all that lies on the disk
   * @param serviceKeys file of the service keys
   * @param storage directory of the storage
   */
  public StolenDisk(List<Path> directories, Path serviceKeys, Path storage) throws IOException {
    this.storage = storage;
    Clock longAgo = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    String keys = Files.readString(serviceKeys);
    sealedKeys = new SealedKeys(new ServiceKeys(keys, serviceKeys, System::nanoTime), longAgo);
    for (Path directory : directories) {
      for (Path file : DiskFiles.below(directory)) {
        try {
          read(file);
        } catch (NoSuchFileException e) {
          // a running server has deleted it meanwhile
        }
      }
    }
    jobs.forEach(this::open);
    sessions.forEach(this::open);
  }

  /** Returns the videos whose data keys the attacker has got. */
  public Set<Long> opened() {
    return Set.copyOf(opened.keySet());
  }

  /** Returns the videos of which the disk has the sealed key of a job, whether or not it opens. */
  public Set<Long> sealedJobs() {
    Set<Long> found = new HashSet<>();
    jobs.forEach(job -> found.add(job.job().fileId()));
    return found;
  }

  /** Returns the videos of which the disk has the sealed keys of a session. */
  public Set<Long> sealedSessions() {
    Set<Long> found = new HashSet<>();
    sessions.forEach(session -> found.add(session.fileId()));
    return found;
  }

  /** Decrypts the first bytes of an object with the key that the attacker has got. */
  public byte[] decrypt(long fileId, int length) throws IOException {
    LocalBlobStore blobs = new LocalBlobStore(storage, 0);
    ObjectRef ref = new VideoStorage(blobs).objects(fileId).iterator().next();
    try (ObjectReader reader = new DecryptService(blobs).open(ref, opened.get(fileId))) {
      byte[] bytes = new byte[(int) Math.min(length, reader.size())];
      reader.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  private void open(SealedJob sealed) {
    byte[] key = sealed.key().array();
    attempt(
        sealed.job().fileId(),
        () -> sealedKeys.openRecordedJob(sealed.job(), sealed.expiry(), key));
    for (byte[] secret : secrets) {
      attempt(
          sealed.job().fileId(),
          () -> sealedKeys.openJob(sealed.job(), sealed.expiry(), secret, key));
    }
  }

  private void open(SealedSession sealed) {
    String id = requestIds.get(sealed.hash());
    if (id != null) {
      attempt(
          sealed.fileId(),
          () ->
              sealedKeys
                  .openSession(id, sealed.fileId(), sealed.expiry(), sealed.keys().array())
                  .dataKey());
    }
  }

  private interface Attempt {
    DataKey open();
  }

  private void attempt(long fileId, Attempt attempt) {
    try {
      opened.put(fileId, attempt.open());
    } catch (DomainException e) {
      // it doesn't open
    }
  }

  private void read(Path file) throws IOException {
    if (file.startsWith(storage.resolve("videos"))) {
      return; // ciphertext and key files, which need the encryption key
    }
    if (Files.size(file) == 32) {
      secrets.add(Files.readAllBytes(file));
    }
    if (file.toString().contains("pg_wal")) {
      search(withoutPageHeaders(Files.readAllBytes(file)));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] window = new byte[WINDOW + OVERLAP];
      int kept = 0;
      int read;
      while ((read = in.readNBytes(window, kept, window.length - kept)) > 0) {
        int length = kept + read;
        search(length == window.length ? window : Arrays.copyOf(window, length));
        kept = Math.min(OVERLAP, length);
        System.arraycopy(window, length - kept, window, 0, kept);
      }
    } catch (NoSuchFileException e) {
      // deleted concurrently
    }
  }

  /** A row may begin on one page of the write-ahead log and end on the next. */
  private static byte[] withoutPageHeaders(byte[] log) {
    byte[] body = new byte[log.length];
    int length = 0;
    for (int page = 0; page + WAL_PAGE <= log.length; page += WAL_PAGE) {
      int header = page == 0 ? WAL_FIRST_HEADER : WAL_HEADER;
      System.arraycopy(log, page + header, body, length, WAL_PAGE - header);
      length += WAL_PAGE - header;
    }
    return Arrays.copyOf(body, length);
  }

  private void search(byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      switch (bytes[at]) {
        case UUID_TEXT -> jobRow(bytes, at);
        case HASH -> sessionRow(bytes, at);
        case '{' -> record(bytes, at);
        case '-' -> requestId(bytes, at - 8);
        default -> {}
      }
    }
  }

  /**
   * Finds a row of job_key or unsent_job: the video in 8 bytes, the job's id, padding to a multiple
   * of 8 bytes, the expiry in 8 bytes, the sealed key.
   */
  private void jobRow(byte[] bytes, int at) {
    if (at >= 8
        && at + 109 <= bytes.length
        && bytes[at + 48] == SEALED_JOB
        && isUuid(bytes, at + 1)) {
      ByteBuffer row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      jobs.add(
          new SealedJob(
              new JobRef(row.getLong(at - 8), text(bytes, at + 1, 36)),
              time(row.getLong(at + 40)),
              copy(bytes, at + 49, 60)));
    }
  }

  /**
   * Finds a row of stream_session: hash, padding, video and account in 8 bytes each, the kind of
   * delivery, the sealed keys, padding, the times of creation and of expiry in 8 bytes each.
   */
  private void sessionRow(byte[] bytes, int at) {
    if (at + 176 > bytes.length) {
      return;
    }
    int delivery = (bytes[at + 56] & 0xff) >> 1;
    int sealed = at + 56 + delivery;
    if ((delivery == 8 || delivery == 6) && bytes[sealed] == SEALED_SESSION) {
      ByteBuffer row = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int created = at + ((sealed + 93 - at + 7) & ~7);
      sessions.add(
          new SealedSession(
              copy(bytes, at + 1, 32),
              row.getLong(at + 40),
              time(row.getLong(created + 8)),
              copy(bytes, sealed + 1, 92)));
    }
  }

  /** Finds a record of a topic, whose value is a JSON object without other objects in it. */
  private void record(byte[] bytes, int at) {
    if (at + 6 > bytes.length || !text(bytes, at, 6).equals("{\"v\":1")) {
      return;
    }
    int end = at;
    while (end < bytes.length && bytes[end] != '}' && end - at < 16_384) {
      end++;
    }
    try (JsonReader reader =
        Json.createReader(
            new StringReader(new String(bytes, at, end - at, StandardCharsets.UTF_8) + "}"))) {
      record(reader.readObject());
    } catch (JsonException | IllegalArgumentException | ClassCastException e) {
      // no record
    }
  }

  private void record(JsonObject record) {
    Base64.Decoder base64 = Base64.getDecoder();
    if (record.containsKey("sealed_data_key")) {
      jobs.add(
          new SealedJob(
              new JobRef(record.getJsonNumber("file_id").longValue(), record.getString("job_id")),
              Instant.parse(record.getString("expires_at")),
              ByteBuffer.wrap(base64.decode(record.getString("sealed_data_key")))));
    }
    if (record.containsKey("sealed_keys") && record.containsKey("request_id")) {
      String id = record.getString("request_id");
      requestIds.put(hash(id), id);
      sessions.add(
          new SealedSession(
              hash(id),
              record.getJsonNumber("file_id").longValue(),
              Instant.parse(record.getString("expires_at")),
              ByteBuffer.wrap(base64.decode(record.getString("sealed_keys")))));
    }
  }

  private void requestId(byte[] bytes, int at) {
    if (at >= 0 && isUuid(bytes, at)) {
      String id = text(bytes, at, 36);
      requestIds.put(hash(id), id);
    }
  }

  private static boolean isUuid(byte[] bytes, int at) {
    if (at + 36 > bytes.length) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      byte b = bytes[at + i];
      if (dash ? b != '-' : !(b >= '0' && b <= '9' || b >= 'a' && b <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static Instant time(long micros) {
    // any other value can't be an expiry, and might not fit
    return Math.abs(micros) > 1L << 60
        ? Instant.EPOCH
        : POSTGRES_EPOCH.plusSeconds(Math.floorDiv(micros, 1_000_000L));
  }

  private static ByteBuffer hash(String requestId) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256")
              .digest(requestId.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ByteBuffer copy(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, from + length));
  }

  private static String text(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }
}
