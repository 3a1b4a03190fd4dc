package io.sealcast.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Stores the hashes of passwords in PostgreSQL, in a column that isn't mapped to an entity. */
@ApplicationScoped
class JpaPasswords implements PasswordStore {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public Optional<Account> addAccount(Username username, String hash) {
    // a single statement, so that only one of two concurrent sign-ups gets the name
    List<?> ids =
        entities
            .createNativeQuery(
                "insert into account (username, username_key, password_hash)"
                    + " values (?1, ?2, ?3) on conflict (username_key) do nothing returning id")
            .setParameter(1, username.text())
            .setParameter(2, username.key())
            .setParameter(3, hash)
            .getResultList();
    return ids.stream()
        .findFirst()
        .map(id -> new Account(((Number) id).longValue(), username.text()));
  }

  @Override
  @Transactional
  public Optional<PasswordCredential> find(long accountId) {
    List<?> hashes =
        entities
            .createNativeQuery(
                "select password_hash from account where id = ?1 and password_hash is not null")
            .setParameter(1, accountId)
            .getResultList();
    return hashes.stream()
        .findFirst()
        .map(hash -> new PasswordCredential(accountId, (String) hash));
  }

  @Override
  @Transactional
  public void replace(PasswordCredential known, String hash) {
    entities
        .createNativeQuery(
            "update account set password_hash = ?1 where id = ?2 and password_hash = ?3")
        .setParameter(1, hash)
        .setParameter(2, known.accountId())
        .setParameter(3, known.hash())
        .executeUpdate();
  }
}
