package io.sealcast.gateway;

/**
 * A CDI event that is fired when a viewer has ended a stream session. Transports close the
 * session's connections.
 */
public record StreamEnded() {}
