package io.sealcast.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStorageTest {
  @TempDir Path directory;

  @Test
  void aDirectoryNeedsNoClassOfTheAwsSdk() throws Exception {
    try (WithoutSdk loader = new WithoutSdk()) {
      Class<?> configured = loader.loadClass(ConfiguredStorage.class.getName());
      assertThat(make(configured, "local").getClass().getSimpleName()).isEqualTo("LocalBlobStore");
      assertThatThrownBy(() -> make(configured, "s3"))
          .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
  }

  @Test
  void refusesWhatItDoesNotKnowInWords() {
    assertThatThrownBy(() -> make(ConfiguredStorage.class, "ftp"))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining("SEALCAST_STORAGE");
  }

  private Object make(Class<?> configured, String kind) throws ReflectiveOperationException {
    Constructor<?> constructor = configured.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method producer =
        Arrays.stream(configured.getDeclaredMethods())
            .filter(m -> m.getName().equals("blobStore"))
            .findFirst()
            .orElseThrow();
    producer.setAccessible(true);
    Optional<String> none = Optional.empty();
    return producer.invoke(
        constructor.newInstance(),
        kind,
        directory.toString(),
        0L,
        none,
        "us-east-1",
        Optional.of("bucket"),
        none,
        true,
        8 << 20);
  }

  /** Loads Sealcast's classes itself, delegates other classes, and finds no class of the SDK. */
  private static final class WithoutSdk extends URLClassLoader {
    WithoutSdk() {
      super(
          new URL[] {ConfiguredStorage.class.getProtectionDomain().getCodeSource().getLocation()});
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("software.amazon.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.sealcast.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
