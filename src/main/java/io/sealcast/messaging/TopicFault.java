package io.sealcast.messaging;

/**
 * Something about a topic that keeps records from getting through, for whoever runs the broker.
 *
 * @param topic its name; that of a session's own topic without the request id, which is a secret
 * @param setting the topic's setting that is to blame, as Kafka calls it, or words where there is
 *     none
 * @param detail what is wrong with it, for instance {@code is 100000, must be at least 1049088}
 * @param stopsStreams whether no chunk reaches this instance's viewers until it is mended
 */
public record TopicFault(String topic, String setting, String detail, boolean stopsStreams) {
  /** Setting and detail in one line. */
  public String words() {
    return setting + " " + detail;
  }
}
