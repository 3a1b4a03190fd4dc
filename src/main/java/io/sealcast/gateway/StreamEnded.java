package io.sealcast.gateway;

/** CDI event: a viewer ended a stream session. Transports with connections of it close them. */
public record StreamEnded() {}
