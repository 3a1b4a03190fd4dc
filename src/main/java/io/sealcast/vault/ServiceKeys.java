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
 * The service keys of this instance. The first one seals; all of them open. They are configured in
 * {@code sealcast.service-key}, or else read from the file {@code sealcast.service-key.file}. A
 * missing file is created; the file is read again at most every 5 seconds, so that keys can be
 * rotated without a restart. See docs/adr/0403-several-service-keys.md. Thread-safe.
 */
@ApplicationScoped
public class ServiceKeys {
  private static final Logger LOG = System.getLogger(ServiceKeys.class.getName());
  private static final Duration READ_AGAIN = Duration.ofSeconds(5);

  /** The file, or null when the keys are configured as a setting and never change. */
  private final @Nullable ServiceKeyFile file;

  private final LongSupplier nanoTime;
  private final AtomicLong readAgainAt;
  private volatile State state;

  private record State(List<ServiceKey> keys, boolean current) {}

  /**
   * A description of the keys that reveals no secret.
   *
   * @param ids ids of the keys; the first one seals
   * @param current whether the file was readable and valid when it was last read
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

  /** Creates an instance with one key, without a CDI container. */
  ServiceKeys(ServiceKey key) {
    this.file = null;
    this.nanoTime = System::nanoTime;
    this.readAgainAt = new AtomicLong();
    this.state = new State(List.of(key), true);
  }

  /** Returns the key that seals. */
  ServiceKey first() {
    return all().get(0);
  }

  /** Returns the keys that open; the first one also seals. */
  List<ServiceKey> all() {
    return state().keys();
  }

  /** Returns a description by which an administrator can compare instances. */
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

  /**
   * Reads the file again. If that fails, the previous keys are kept: the file may be incomplete
   * while someone writes it.
   */
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
