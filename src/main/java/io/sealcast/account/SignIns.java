package io.sealcast.account;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sign-ins of browsers: the cookie has a random token of 256 bits, the database its SHA-256. Other
 * instances notice a sign-out within {@link #REMEMBERED}, sooner when {@link SignInWatchers} polls
 * for it, and while the database is unavailable only after its return.
 */
@ApplicationScoped
public class SignIns {
  static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final Logger LOG = System.getLogger(SignIns.class.getName());
  private static final int TOKEN_LENGTH = 43;
  private static final int PUBLIC_NAME_BYTES = 16;

  private final SignInStore store;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();
  private final StaleIfErrorCache<SignInStore.Stored> known =
      new StaleIfErrorCache<>(10_000, REMEMBERED);

  @Resource private ManagedScheduledExecutorService scheduler;

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

  /** Returns the duration of a sign-in. */
  public Duration lifetime() {
    return lifetime;
  }

  /**
   * Creates a sign-in and returns its token: 43 characters of base64url, a secret of the browser.
   */
  public String create(Account account) {
    byte[] bits = new byte[32];
    random.nextBytes(bits);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    store.add(hash(token), account, Instant.now().plus(lifetime));
    return token;
  }

  /** Returns the account of a token, or empty for a token that is unknown or has expired. */
  public Optional<Account> resolve(String token) {
    if (token == null || token.length() != TOKEN_LENGTH) {
      return Optional.empty();
    }
    byte[] hash = hash(token);
    return known
        .get(HexFormat.of().formatHex(hash), () -> store.find(hash))
        .filter(signIn -> signIn.expiresAt().isAfter(Instant.now()))
        .map(SignInStore.Stored::account);
  }

  /**
   * Returns those of the sign-ins that have ended. It queries the database and removes them from
   * the cache, so that {@link #resolve} no longer finds them.
   *
   * @param tokenHashes results of {@link #hashInHex}, at most a thousand
   */
  List<String> ended(Collection<String> tokenHashes) {
    Set<String> valid =
        store.valid(tokenHashes.stream().map(HexFormat.of()::parseHex).toList(), Instant.now());
    List<String> ended = tokenHashes.stream().filter(hash -> !valid.contains(hash)).toList();
    ended.forEach(known::forget);
    return ended;
  }

  /** Removes a sign-in. It does nothing for an unknown token. */
  public void remove(String token) {
    byte[] hash = hash(token);
    store.remove(hash);
    known.forget(HexFormat.of().formatHex(hash));
  }

  /**
   * Returns a public name of a token's sign-in. It reveals neither the token nor its stored hash.
   */
  static String publicName(String token) {
    return HexFormat.of().formatHex(hash("name of the sign-in " + token), 0, PUBLIC_NAME_BYTES);
  }

  /** Returns the SHA-256 of a token in hex, the key of the sign-in in memory. */
  static String hashInHex(String token) {
    return HexFormat.of().formatHex(hash(token));
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
