package io.sealcast.gateway.websocket;

import io.sealcast.problem.DomainException;
import java.nio.ByteBuffer;

/** A message that the server sends. */
sealed interface Message {
  /** A text message with JSON. */
  record Text(String json) implements Message {}

  /**
   * A binary message.
   *
   * @param bytes content, which may be modified after the message was sent
   */
  record Binary(ByteBuffer bytes) implements Message {}

  /**
   * The close frame, after which no message follows.
   *
   * @param code status code by RFC 6455, section 7.4.1
   */
  record Close(int code) implements Message {
    static final Close NORMAL = new Close(1000);
    static final Close GOING_AWAY = new Close(1001);
    static final Close UNACCEPTABLE_DATA = new Close(1003);
    static final Close POLICY = new Close(1008);
    static final Close SERVER_ERROR = new Close(1011);
    static final Close TRY_AGAIN_LATER = new Close(1013);

    /** Returns the close frame for a failure. */
    static Close of(DomainException why) {
      return switch (why.code()) {
        case OVERLOADED, TOO_MANY_REQUESTS -> TRY_AGAIN_LATER;
        case SESSION_ENDED, NOT_AUTHENTICATED, BAD_REQUEST -> POLICY;
        default -> SERVER_ERROR;
      };
    }
  }
}
