package io.sealcast.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sign-ins of browsers: a random token of 256 bits in a cookie, its SHA-256 in the database. A
 * sign-out is known to other instances within {@link #REMEMBERED}.
 */
@ApplicationScoped
public class SignIns {
  static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final Logger LOG = Logger.getLogger(SignIns.class.getName());
  private static final int TOKEN_LENGTH = 43;

  private final SignInStore store;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, SignInStore.Stored> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(REMEMBERED).build();

  @Resource private ManagedScheduledExecutorService scheduler;

  SignIns() {
    this(null, Duration.ZERO);
  }

  @Inject
  SignIns(SignInStore store, @ConfigProperty(name = "sealcast.signin.lifetime") Duration lifetime) {
    this.store = store;
    this.lifetime = lifetime;
  }

  void begin(@Observes Startup event) {
    scheduler.scheduleWithFixedDelay(this::sweep, 5, 60, TimeUnit.MINUTES);
  }

  void sweep() {
    try {
      store.removeExpired(Instant.now());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Expired sign-ins were not removed; trying again in an hour", e);
    }
  }

  /** How long a sign-in lasts. */
  public Duration lifetime() {
    return lifetime;
  }

  /** Signs in: 43 characters of base64url, to be shown to nobody but the browser. */
  public String create(Account account) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    store.add(hash(token), account, Instant.now().plus(lifetime));
    return token;
  }

  /** Whose token it is, or empty for one that is unknown or has expired. */
  public Optional<Account> resolve(String token) {
    if (token == null || token.length() != TOKEN_LENGTH) {
      return Optional.empty();
    }
    byte[] hash = hash(token);
    String name = HexFormat.of().formatHex(hash);
    SignInStore.Stored signIn = known.getIfPresent(name);
    if (signIn == null) {
      signIn = store.find(hash).orElse(null);
      if (signIn == null) {
        return Optional.empty();
      }
      known.put(name, signIn);
    }
    return signIn.expiresAt().isAfter(Instant.now())
        ? Optional.of(signIn.account())
        : Optional.empty();
  }

  /** Signs out; does nothing for an unknown token. */
  public void remove(String token) {
    byte[] hash = hash(token);
    store.remove(hash);
    known.invalidate(HexFormat.of().formatHex(hash));
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
