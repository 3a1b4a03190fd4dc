package io.sealcast.messaging;

/**
 * A fault of a topic that prevents the delivery of records, described for the administrator of the
 * broker.
 *
 * @param topic name of the topic; in the name of a session's topic, the request id is omitted,
 *     since it is a secret
 * @param setting Kafka's key of the setting at fault, or a description when it isn't a setting
 * @param detail what is wrong, for instance {@code is 100000, must be at least 1049088}
 * @param stopsStreams whether viewers of this instance receive no chunk until the fault is removed
 */
public record TopicFault(String topic, String setting, String detail, boolean stopsStreams) {
  /** Returns setting and detail in one line. */
  public String description() {
    return setting + " " + detail;
  }
}
