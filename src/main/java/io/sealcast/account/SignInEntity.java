package io.sealcast.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A row of the table {@code sign_in}. It contains a hash of the token; only the browser has the
 * token.
 */
@Entity
@Table(name = "sign_in")
class SignInEntity {
  @Id
  @Column(name = "token_hash")
  private byte[] tokenHash;

  @ManyToOne(optional = false)
  @JoinColumn(name = "account_id", updatable = false)
  private AccountEntity account;

  @Column(name = "expires_at", nullable = false)
  private Instant expiresAt;

  protected SignInEntity() {}

  SignInEntity(byte[] tokenHash, AccountEntity account, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.account = account;
    this.expiresAt = expiresAt;
  }

  Account account() {
    return account.toAccount();
  }

  Instant expiresAt() {
    return expiresAt;
  }
}
