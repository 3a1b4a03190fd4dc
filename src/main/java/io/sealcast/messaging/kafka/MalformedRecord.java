package io.sealcast.messaging.kafka;

/** A record that isn't what its topic carries. Says what is wrong, never what was in it. */
final class MalformedRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedRecord(String reason) {
    // without a stack trace: whoever fills a topic with garbage should not fill our processors too
    super(reason, null, false, false);
  }
}
