package io.sealcast.fuzz;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Objects;

/** What targets assert. AssertJ would take most of the time of a run. */
public final class Laws {
  private Laws() {}

  /** Throws an {@link AssertionError} unless the condition holds. */
  public static void require(boolean condition, String law) {
    if (!condition) {
      throw new AssertionError(law);
    }
  }

  /** Throws an {@link AssertionError} unless the records are equal, their arrays by content. */
  public static void requireSame(Record expected, Record actual)
      throws ReflectiveOperationException {
    require(expected.getClass() == actual.getClass(), "another type came out");
    for (RecordComponent component : expected.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      Object first = accessor.invoke(expected);
      Object second = accessor.invoke(actual);
      if (first instanceof Record one && second instanceof Record other) {
        requireSame(one, other);
      } else {
        require(
            Objects.deepEquals(first, second), component.getName() + " isn't what was read first");
      }
    }
  }
}
