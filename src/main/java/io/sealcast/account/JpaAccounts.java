package io.sealcast.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Accounts and sign-ins in PostgreSQL. */
@ApplicationScoped
class JpaAccounts implements AccountStore, SignInStore {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public Optional<Account> find(Username username) {
    return findByKey(username.earlierKey())
        .or(
            () ->
                !username.lookupKey().equals(username.earlierKey())
                    ? findByKey(username.lookupKey())
                    : Optional.empty());
  }

  private Optional<Account> findByKey(String key) {
    return entities
        .createQuery(
            "select a from AccountEntity a where a.usernameKey = :key", AccountEntity.class)
        .setParameter("key", key)
        .getResultStream()
        .findFirst()
        .map(AccountEntity::toAccount);
  }

  @Override
  @Transactional
  public void add(byte[] tokenHash, Account account, Instant expiresAt) {
    AccountEntity owner = entities.getReference(AccountEntity.class, account.id());
    entities.persist(new SignInEntity(tokenHash, owner, expiresAt));
  }

  @Override
  @Transactional
  public Optional<SignInStore.Stored> find(byte[] tokenHash) {
    return entities
        .createQuery(
            "select s from SignInEntity s join fetch s.account where s.tokenHash = :hash",
            SignInEntity.class)
        .setParameter("hash", tokenHash)
        .getResultStream()
        .findFirst()
        .map(s -> new SignInStore.Stored(s.account(), s.expiresAt()));
  }

  @Override
  @Transactional
  public void remove(byte[] tokenHash) {
    entities
        .createQuery("delete from SignInEntity s where s.tokenHash = :hash")
        .setParameter("hash", tokenHash)
        .executeUpdate();
  }

  @Override
  @Transactional
  public int removeExpired(Instant now) {
    return entities
        .createQuery("delete from SignInEntity s where s.expiresAt < :now")
        .setParameter("now", now)
        .executeUpdate();
  }
}
