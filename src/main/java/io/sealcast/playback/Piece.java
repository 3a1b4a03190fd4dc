package io.sealcast.playback;

/**
 * Plaintext on its way to a viewer, at most one chunk of it.
 *
 * @param offset of the first byte in the object
 * @param bytes 1 byte to 1 MiB; the receiver's own
 */
public record Piece(long offset, byte[] bytes) {}
