package io.sealcast.vault;

/**
 * An object that was encrypted and published.
 *
 * @param ref reference of the object
 * @param iv random IV of the container, 16 bytes, which the database contains too
 * @param size length of the plaintext in bytes
 */
public record StoredObject(ObjectRef ref, byte[] iv, long size) {}
