package io.sealcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.ChunkedEncryption;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.KeyEnvelope;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.ResponseMac;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with the real vault and files. */
@ParameterizedClass(name = "object with chunks of {0} bytes")
@ValueSource(ints = {1 << 16, 1 << 18, 1 << 20})
class RangeResponderTest {
  /** Chunk size of the delivery grid, which is independent of that of the object. */
  private static final int CHUNK = ChunkGrid.DEFAULT.chunkSize();

  private static final String SESSION = "0b0c0000-0000-0000-0000-000000000001";

  @TempDir private Path directory;
  private final byte[] plain = new byte[2 * CHUNK + 1000];
  private final Instant expiresAt = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);
  private final SealedKeys sealedKeys = SealedKeys.under(new byte[32], Clock.systemUTC());
  private final InstanceKeys webInstance = InstanceKeys.under(new byte[32], Clock.systemUTC());
  private final InstanceKeys processor = InstanceKeys.under(new byte[32], Clock.systemUTC());
  private final ResponseBuffers buffers = new ResponseBuffers();
  private RangeResponder answerer;
  private ObjectRef ref;
  private ResponseKey responseKey;
  private SessionKeys keys;
  private KeyEnvelope envelope;
  private byte[] sealed;
  private final int storedChunk;

  RangeResponderTest(int storedChunk) {
    this.storedChunk = storedChunk;
  }

  @BeforeEach
  void store() throws Exception {
    new Random(1).nextBytes(plain);
    LocalBlobStore blobs = new LocalBlobStore(directory, 0);
    EncryptService encrypt = ChunkedEncryption.into(blobs, storedChunk);
    DataKey key = encrypt.newDataKey();
    try (ObjectEncryptor object = encrypt.encrypt(7, key)) {
      object.write(plain);
      ref = object.publish().ref();
    }
    responseKey = sealedKeys.newResponseKey();
    keys = new SessionKeys(key, responseKey);
    envelope = webInstance.sealFor(Set.of(webInstance.publicKey(), processor.publicKey()));
    sealed = envelope.seal(SESSION, 7, expiresAt, keys);
    answerer = new RangeResponder(processor, sealedKeys, new DecryptService(blobs), buffers);
  }

  @Test
  void sealsJustTheBytesThatWereAskedFor() {
    assertThat(bytes(0, CHUNK - 1)).isEqualTo(Arrays.copyOf(plain, CHUNK));
    assertThat(bytes(CHUNK + 5, CHUNK + 5)).containsExactly(plain[CHUNK + 5]);
    int border = CHUNK + CHUNK / 2;
    assertThat(bytes(border - 3, border + 2))
        .isEqualTo(Arrays.copyOfRange(plain, border - 3, border + 3));
  }

  @Test
  void marksTheEndOfTheObjectOnly() {
    assertThat(answerer.answer(request(0, CHUNK - 1)).last()).isFalse();
    assertThat(answerer.answer(request(2 * CHUNK, plain.length - 2)).last()).isFalse();
    assertThat(answerer.answer(request(2 * CHUNK, plain.length - 1)).last()).isTrue();
  }

  @Test
  void sealsIntoABufferThatIsFreeAgain() {
    RangeResponse.Chunk first = answerer.answer(request(0, CHUNK - 1));
    RangeResponse.Chunk second = answerer.answer(request(0, CHUNK - 1));
    assertThat(second.sealedChunk().array()).isNotSameAs(first.sealedChunk().array());
    buffers.putBack(first.sealedChunk());
    assertThat(bytes(CHUNK, 2 * CHUNK - 1)).isEqualTo(Arrays.copyOfRange(plain, CHUNK, 2 * CHUNK));
    buffers.putBack(second.sealedChunk());
    RangeResponse.Chunk third = answerer.answer(request(0, CHUNK - 1));
    assertThat(third.sealedChunk().array()).isSameAs(second.sealedChunk().array());
    assertThat(answerer.answer(request(5, 9)).sealedChunk().remaining())
        .isEqualTo(ResponseCipher.sealedLength(5));
  }

  @Test
  void refusesRangesOverAChunkBorderOrBeyondTheEnd() {
    refuses(request(CHUNK - 1, CHUNK), ErrorCode.RANGE_NOT_SATISFIABLE);
    refuses(request(2 * CHUNK, plain.length), ErrorCode.RANGE_NOT_SATISFIABLE);
    refuses(request(9L * CHUNK, 9L * CHUNK), ErrorCode.RANGE_NOT_SATISFIABLE);
    refuses(request(Long.MAX_VALUE - 1, Long.MAX_VALUE), ErrorCode.RANGE_NOT_SATISFIABLE);
  }

  @Test
  void refusesBytesThatLieInAnotherChunkThanTheOneThatIsNamed() {
    refuses(request(1, 0, 9, Representation.PLAINTEXT), ErrorCode.RANGE_NOT_SATISFIABLE);
    refuses(request(0, CHUNK, CHUNK, Representation.PLAINTEXT), ErrorCode.RANGE_NOT_SATISFIABLE);
  }

  @Test
  void saysThatItDoesNotServeTheCiphertext() {
    refuses(request(0, 0, CHUNK - 1, Representation.CIPHERTEXT), ErrorCode.NOT_ACCEPTABLE);
  }

  @Test
  void refusesASealOfAnotherSessionOrVideo() {
    refuses(request("0b0c0000-0000-0000-0000-000000000002", 7, sealed), ErrorCode.SESSION_ENDED);
    refuses(request(SESSION, 8, sealed), ErrorCode.SESSION_ENDED);
    refuses(request(SESSION, 7, new byte[3]), ErrorCode.SESSION_ENDED);
  }

  @Test
  void asksForRequestsThatAreSealedForItself() {
    KeyEnvelope others = webInstance.sealFor(Set.of(webInstance.publicKey()));
    byte[] forOthers = others.seal(SESSION, 7, expiresAt, keys);
    refuses(request(SESSION, 7, others.bytes(), forOthers), ErrorCode.OVERLOADED);
    refuses(request(SESSION, 7, new byte[5], sealed), ErrorCode.OVERLOADED);
    refuses(request(SESSION, 7, envelope.bytes(), forOthers), ErrorCode.SESSION_ENDED);
  }

  @Test
  void authenticatesItsFailuresAndReceiptsWithTheSessionsKey() {
    RangeRequest request = request(0, CHUNK - 1);
    ResponseMac.RequestFields fields =
        new ResponseMac.RequestFields(SESSION, 42, ref.objectId(), 0, 0, CHUNK - 1, "PLAINTEXT");
    RangeResponse.Failure failure = answerer.failure(request, ErrorCode.OVERLOADED);
    assertThat(failure.mac())
        .isEqualTo(ResponseMac.ofFailure(responseKey, fields, "overloaded"))
        .isNotEqualTo(ResponseMac.ofFailure(responseKey, fields, "session_ended"));
    RangeResponse.Receipt receipt = answerer.receipt(request, answerer.answer(request));
    assertThat(receipt.mac()).isEqualTo(ResponseMac.ofReceipt(responseKey, fields, false));
    assertThat(answerer.failure(request(SESSION, 7, new byte[3]), ErrorCode.SESSION_ENDED).mac())
        .as("without the keys it can prove nothing")
        .isNull();
  }

  /** During an update, web instances of the previous version seal keys under the service key. */
  @Test
  void answersWebInstancesOfThePreviousVersion() {
    byte[] previous = sealedKeys.sealSession(SESSION, 7, expiresAt, keys);
    RangeResponse.Chunk chunk = answerer.answer(request(SESSION, 7, null, previous));
    assertThat(open(chunk)).isEqualTo(Arrays.copyOf(plain, 10));
  }

  @Test
  void tellsAFlippedBitFromAMissingObject() throws Exception {
    Path file = directory.resolve(ref.blobKey());
    byte[] stored = Files.readAllBytes(file);
    stored[CHUNK + 5_000] ^= 1;
    Files.write(file, stored);
    assertThat(bytes(0, CHUNK - 1)).isEqualTo(Arrays.copyOf(plain, CHUNK));
    refuses(request(CHUNK, CHUNK + 9), ErrorCode.INTEGRITY_FAILED);
    refuses(request(CHUNK, 2 * CHUNK - 1), ErrorCode.INTEGRITY_FAILED);
    Files.delete(file);
    refuses(request(0, 9), ErrorCode.OBJECT_UNAVAILABLE);
  }

  private byte[] bytes(long from, long to) {
    return open(answerer.answer(request(from, to)));
  }

  private byte[] open(RangeResponse.Chunk r) {
    return ResponseCipher.open(
        responseKey,
        new ResponseContext(SESSION, r.rangeId(), ref.objectId(), r.offset(), r.last()),
        r.sealedChunk());
  }

  private void refuses(RangeRequest request, ErrorCode code) {
    assertThatThrownBy(() -> answerer.answer(request))
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private RangeRequest request(long from, long to) {
    return request(from / CHUNK, from, to, Representation.PLAINTEXT);
  }

  private RangeRequest request(String session, long fileId, byte[] sealedKeys) {
    return request(session, fileId, envelope.bytes(), sealedKeys);
  }

  private RangeRequest request(String session, long fileId, byte[] keyEnvelope, byte[] sealedKeys) {
    return request(session, fileId, keyEnvelope, sealedKeys, 0, 0, 9, Representation.PLAINTEXT);
  }

  private RangeRequest request(long chunkIndex, long from, long to, Representation representation) {
    return request(SESSION, 7, envelope.bytes(), sealed, chunkIndex, from, to, representation);
  }

  private RangeRequest request(
      String session,
      long fileId,
      byte[] keyEnvelope,
      byte[] sealedKeys,
      long chunkIndex,
      long from,
      long to,
      Representation representation) {
    return new RangeRequest(
        session,
        42,
        fileId,
        ref.objectId(),
        chunkIndex,
        from,
        to,
        representation,
        RangeRequest.Placement.ALONE,
        "streaming-response-here",
        null,
        keyEnvelope,
        sealedKeys,
        expiresAt,
        Instant.now().plusSeconds(9),
        null);
  }
}
