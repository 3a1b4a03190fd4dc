package io.sealcast.fuzz;

import java.util.List;

/**
 * A parser of bytes that strangers can choose, and the law that it keeps for every input. An
 * implementation has a public constructor without parameters and is listed in {@link FuzzTargets}.
 */
public interface FuzzTarget {
  /** Returns the name by which one target is chosen. */
  String name();

  /** Returns inputs from which the fuzzer starts: valid ones, and ones that once broke the law. */
  List<byte[]> seeds();

  /**
   * Parses the input.
   *
   * @throws Throwable when the law is broken: any exception that the parser doesn't document, or an
   *     {@link AssertionError} of the target
   */
  void parse(byte[] input) throws Throwable;

  /** Returns how many bytes may be allocated for an input of at most 4 KiB. */
  default long maxAllocation() {
    return 4 << 20;
  }
}
