package io.sealcast.platform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Adds the correlation id of the request to the log records of its thread, as {@code
 * ext_correlation_id} in JSON. Liberty's API for it is looked up by name, since no public Maven
 * repository has it; without that API, the records have no id.
 */
final class LogContext {
  private static final String NAME = "correlation_id";
  private static final String API = "com.ibm.websphere.logging.hpel.LogRecordContext";
  private static final @Nullable MethodHandle ADD =
      find("addExtension", MethodType.methodType(void.class, String.class, String.class));
  private static final @Nullable MethodHandle REMOVE =
      find("removeExtension", MethodType.methodType(boolean.class, String.class));

  private LogContext() {}

  private static @Nullable MethodHandle find(String method, MethodType type) {
    try {
      return MethodHandles.publicLookup().findStatic(Class.forName(API), method, type);
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Sets the correlation id of the current thread. Null removes it. */
  static void set(@Nullable String id) {
    if (ADD == null || REMOVE == null) {
      return;
    }
    try {
      if (id == null) {
        boolean was = (boolean) REMOVE.invokeExact(NAME);
      } else {
        ADD.invokeExact(NAME, id);
      }
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
