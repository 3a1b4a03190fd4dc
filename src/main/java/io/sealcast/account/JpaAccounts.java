package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Stores accounts and sign-ins in PostgreSQL. */
@ApplicationScoped
class JpaAccounts implements AccountStore, SignInStore {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

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

  /** Queries by JDBC, since JPQL has no arrays: one statement serves any number of hashes. */
  @Override
  public Set<String> valid(Collection<byte[]> tokenHashes, Instant now) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select token_hash from sign_in where token_hash = any (?) and expires_at > ?")) {
      statement.setArray(1, connection.createArrayOf("bytea", tokenHashes.toArray(new byte[0][])));
      statement.setTimestamp(2, Timestamp.from(now));
      Set<String> valid = new HashSet<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          valid.add(HexFormat.of().formatHex(rows.getBytes(1)));
        }
      }
      return valid;
    } catch (SQLException e) {
      throw new DomainException(ErrorCode.DATABASE_UNAVAILABLE, e);
    }
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
