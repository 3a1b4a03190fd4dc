package io.sealcast.messaging.kafka;

/**
 * Thrown for a record that doesn't have the format of its topic. The message names the defect and
 * never quotes the content.
 */
final class MalformedRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedRecord(String reason) {
    // no stack trace: invalid records in large numbers should not load the processors as well
    super(reason, null, false, false);
  }
}
