package io.sealcast.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The service keys of this instance: the first seals, all open. From {@code sealcast.service-key}
 * or else from the file {@code sealcast.service-key.file}, which is made where it is missing and
 * read again when it is old news, so that keys are exchanged while streams run. See
 * docs/adr/0403-several-service-keys.md.
 */
@ApplicationScoped
public class ServiceKeys {
  private static final Logger LOG = System.getLogger(ServiceKeys.class.getName());
  private static final Duration READ_AGAIN = Duration.ofSeconds(5);

  /** Null where the keys are configured, and never change. */
  private final @Nullable ServiceKeyFile file;

  private final LongSupplier nanoTime;
  private final AtomicLong readAgainAt;
  private volatile State state;

  private record State(List<ServiceKey> keys, boolean current) {}

  /**
   * What may be known about the keys.
   *
   * @param ids of the keys, the one that seals first
   * @param current whether they are what the file says now, as far as it could be read
   */
  public record Description(List<String> ids, boolean current) {}

  @Inject
  ServiceKeys(
      @ConfigProperty(name = "sealcast.service-key") Optional<String> configured,
      @ConfigProperty(name = "sealcast.service-key.file", defaultValue = ".data/service.key")
          String file) {
    this(configured.filter(s -> !s.isBlank()).orElse(null), Path.of(file), System::nanoTime);
  }

  ServiceKeys(@Nullable String configured, Path path, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.readAgainAt = new AtomicLong(nanoTime.getAsLong() + READ_AGAIN.toNanos());
    ServiceKeyFile keyFile = new ServiceKeyFile(path);
    this.file = configured == null ? keyFile : null;
    try {
      String text = configured == null ? keyFile.readOrCreate() : configured;
      this.state = new State(ServiceKey.parse(text), true);
    } catch (IOException e) {
      throw new UncheckedIOException("The service key file can't be read or made", e);
    }
  }

  /** One key, for plain Java. */
  ServiceKeys(ServiceKey key) {
    this.file = null;
    this.nanoTime = System::nanoTime;
    this.readAgainAt = new AtomicLong();
    this.state = new State(List.of(key), true);
  }

  /** The key that seals. */
  ServiceKey first() {
    return all().get(0);
  }

  /** The keys that open, the one that seals first. */
  List<ServiceKey> all() {
    return state().keys();
  }

  /** What an administrator compares between instances. */
  public Description describe() {
    State now = state();
    return new Description(now.keys().stream().map(ServiceKey::id).toList(), now.current());
  }

  private State state() {
    if (file != null) {
      long due = readAgainAt.get();
      long now = nanoTime.getAsLong();
      if (now - due >= 0 && readAgainAt.compareAndSet(due, now + READ_AGAIN.toNanos())) {
        readAgain(file);
      }
    }
    return state;
  }

  /** Whatever is wrong with the file, the keys of before stay: it may be half written. */
  private void readAgain(ServiceKeyFile source) {
    State before = state;
    try {
      List<ServiceKey> keys = ServiceKey.parse(source.read());
      state = new State(keys, true);
      if (!ids(keys).equals(ids(before.keys()))) {
        LOG.log(Level.INFO, "The service keys are {0} now, of which the first seals", ids(keys));
      }
    } catch (IOException | IllegalStateException e) {
      state = new State(before.keys(), false);
      if (before.current()) {
        LOG.log(
            Level.WARNING,
            "The service key file can''t be used, the keys of before stay: {0}",
            e.getMessage());
      }
    }
  }

  private static List<String> ids(List<ServiceKey> keys) {
    return keys.stream().map(ServiceKey::id).toList();
  }
}
