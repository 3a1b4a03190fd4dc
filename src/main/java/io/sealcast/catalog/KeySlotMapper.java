package io.sealcast.catalog;

/**
 * Maps the fields of a key slot to a type that the catalog doesn't know, usually one of the vault.
 */
@FunctionalInterface
public interface KeySlotMapper<T> {
  /**
   * Maps the fields.
   *
   * @param id number of the slot's row
   * @param kind kind of its secret
   */
  T map(long id, String kind, byte[] salt, int iterations, byte[] wrapped);
}
