package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseCipherTest {
  private static final ResponseContext HERE = new ResponseContext("r-1", 3, null, 1 << 20, false);

  private final ResponseKey key = new ResponseKey(Secrets.random(32));

  private byte[] seal(ByteBuffer plain) {
    return seal(HERE, plain);
  }

  private byte[] seal(ResponseContext context, ByteBuffer plain) {
    return ResponseCipher.seal(key, context, plain, byte[]::new);
  }

  private byte[] open(ResponseContext context, byte[] sealed) {
    return ResponseCipher.open(key, context, ByteBuffer.wrap(sealed));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 65_535, 65_536, 65_537, 131_072, 1 << 20})
  void opensWhatItSealed(int length) {
    byte[] plain = Secrets.random(length);
    byte[] sealed = seal(ByteBuffer.wrap(plain));
    assertThat(sealed).hasSize(length + 28);
    assertThat(open(HERE, sealed)).isEqualTo(plain);
  }

  @Test
  void sealsWhatRemainsOfABuffer() {
    byte[] plain = Secrets.random(100);
    ByteBuffer slice = ByteBuffer.wrap(plain, 10, 50).slice().position(5);
    byte[] sealed = seal(slice);
    assertThat(slice.hasRemaining()).isFalse();
    ByteBuffer direct = ByteBuffer.allocateDirect(45).put(plain, 15, 45).flip();
    for (byte[] one : new byte[][] {sealed, seal(direct)}) {
      assertThat(open(HERE, one)).isEqualTo(java.util.Arrays.copyOfRange(plain, 15, 60));
    }
  }

  @Test
  void refusesAChunkInAnotherPlace() {
    byte[] sealed = seal(ByteBuffer.wrap(new byte[100]));
    refused(() -> open(new ResponseContext("r-2", 3, null, 1 << 20, false), sealed));
    refused(() -> open(new ResponseContext("r-1", 4, null, 1 << 20, false), sealed));
    refused(() -> open(new ResponseContext("r-1", 3, null, 0, false), sealed));
    refused(() -> open(new ResponseContext("r-1", 3, null, 1 << 20, true), sealed));
    ResponseKey other = new ResponseKey(Secrets.random(32));
    refused(() -> ResponseCipher.open(other, HERE, ByteBuffer.wrap(sealed)));
  }

  @Test
  void refusesAnotherObjectsChunk() {
    ResponseContext requested = ofObject(UUID.randomUUID());
    byte[] plain = Secrets.random(100);
    byte[] sealed = seal(requested, ByteBuffer.wrap(plain));
    assertThat(open(requested, sealed)).isEqualTo(plain);
    refused(() -> open(ofObject(UUID.randomUUID()), sealed));
    refused(() -> open(HERE, sealed));
    byte[] unbound = seal(ByteBuffer.wrap(plain));
    refused(() -> open(requested, unbound));
  }

  private static ResponseContext ofObject(UUID object) {
    return new ResponseContext("r-1", 3, object, 1 << 20, false);
  }

  @Test
  void refusesEveryFlippedBitAndEveryCut() {
    byte[] sealed = seal(ByteBuffer.wrap(new byte[20]));
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      refused(() -> open(HERE, flipped));
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(sealed, length);
      refused(() -> open(HERE, cut));
    }
  }

  /** Sealed by Python's {@code AESGCM}. External consumers depend on this format. */
  @Test
  void opensWhatWasSealedElsewhere() {
    ResponseKey known =
        new ResponseKey(
            HexFormat.of()
                .parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    byte[] sealed =
        HexFormat.of()
            .parseHex("000102030405060708090a0b2f67ba77aae733ea395e8fc1a9ff0034b1584a8a20");
    assertThat(
            ResponseCipher.open(
                known,
                new ResponseContext("f3a9", 7, null, 1_048_576, true),
                ByteBuffer.wrap(sealed)))
        .isEqualTo("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void handsOutACopyOfTheKey() {
    key.export()[0] ^= 1;
    byte[] sealed = seal(ByteBuffer.wrap(new byte[5]));
    assertThat(open(HERE, sealed)).hasSize(5);
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED));
  }
}
