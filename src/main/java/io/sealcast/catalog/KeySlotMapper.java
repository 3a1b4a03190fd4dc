package io.sealcast.catalog;

/**
 * Makes something of a key slot's fields: what the vault opens, as a rule, which the catalog knows
 * nothing of.
 */
@FunctionalInterface
public interface KeySlotMapper<T> {
  /**
   * Makes it.
   *
   * @param id the number of the slot's row
   * @param kind what its secret is
   */
  T map(long id, String kind, byte[] salt, int iterations, byte[] wrapped);
}
