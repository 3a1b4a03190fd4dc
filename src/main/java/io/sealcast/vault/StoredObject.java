package io.sealcast.vault;

/**
 * An object that was encrypted and published.
 *
 * @param ref where it is
 * @param iv the container's random 16-byte IV, kept beside its header in the database too
 * @param size bytes of plaintext
 */
public record StoredObject(ObjectRef ref, byte[] iv, long size) {}
