package io.sealcast.fuzz;

import com.sun.management.ThreadMXBean;
import io.sealcast.account.BasicCredentialsFuzz;
import io.sealcast.catalog.LibraryPositionFuzz;
import io.sealcast.container.v1.ContainerFuzz;
import io.sealcast.gateway.StreamRequestFuzz;
import io.sealcast.gateway.websocket.RangeMessagesFuzz;
import io.sealcast.ingest.FileTypeFuzz;
import io.sealcast.ingest.MultipartFuzz;
import io.sealcast.media.FragmentIndexerFuzz;
import io.sealcast.media.ffmpeg.BoxScanFuzz;
import io.sealcast.media.ffmpeg.ReportFuzz;
import io.sealcast.messaging.kafka.JsonRecordFuzz;
import io.sealcast.messaging.kafka.RangeResponseFuzz;
import io.sealcast.origin.OriginFuzz;
import io.sealcast.platform.JsonObjectReaderFuzz;
import io.sealcast.range.RangeHeaderFuzz;
import io.sealcast.vault.KeyFileFuzz;
import io.sealcast.webvtt.CaptionFuzz;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * All targets. One process fuzzes all of them: the first byte of an input selects the target, the
 * rest is what it parses. New targets are appended, so that a corpus that was kept stays valid.
 */
public final class FuzzTargets {
  static final List<FuzzTarget> ALL =
      List.of(
          new ContainerFuzz(),
          new JsonRecordFuzz(),
          new RangeResponseFuzz(),
          new RangeMessagesFuzz(),
          new MultipartFuzz(),
          new FragmentIndexerFuzz(),
          new BoxScanFuzz(),
          new RangeHeaderFuzz(),
          new JsonObjectReaderFuzz(),
          new StreamRequestFuzz(),
          new KeyFileFuzz(),
          new ReportFuzz(),
          new BasicCredentialsFuzz(),
          new LibraryPositionFuzz(),
          new OriginFuzz(),
          new FileTypeFuzz(),
          new CaptionFuzz());

  /** The system property that confines a run to the target of this name. */
  static final String ONLY = "sealcast.fuzz.target";

  /** The beginning of the lines that say how often each target was called. */
  static final String EXECUTIONS = "fuzz executions: ";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String CHOSEN = System.getProperty(ONLY, "");
  private static final long[] COUNTS = new long[ALL.size()];

  private FuzzTargets() {}

  /** Jazzer calls this method first. Classes are loaded here, where no time is limited. */
  public static void fuzzerInitialize() {
    for (FuzzTarget target : ALL) {
      for (byte[] seed : target.seeds()) {
        try {
          target.parse(seed);
        } catch (Throwable e) {
          // a law that is broken is reported when the fuzzer tries the same seed
        }
      }
    }
  }

  /** Jazzer calls this method for every input. */
  public static void fuzzerTestOneInput(byte[] input) throws Throwable {
    if (input.length == 0) {
      return;
    }
    FuzzTarget target = selected(input);
    if (CHOSEN.isEmpty() || CHOSEN.equals(target.name())) {
      COUNTS[ALL.indexOf(target)]++;
      check(target, Arrays.copyOfRange(input, 1, input.length));
    }
  }

  /** Jazzer calls this method at the end. */
  public static void fuzzerTearDown() {
    for (int i = 0; i < COUNTS.length; i++) {
      System.err.println(EXECUTIONS + ALL.get(i).name() + " " + COUNTS[i]);
    }
  }

  /**
   * Has the target parse an input and checks what it allocated meanwhile. The first measurement may
   * include the loading and instrumentation of classes, hence the second.
   */
  static void check(FuzzTarget target, byte[] input) throws Throwable {
    long allocated = allocated(target, input);
    if (allocated > target.maxAllocation()) {
      allocated = allocated(target, input);
    }
    if (allocated > target.maxAllocation()) {
      throw new AssertionError(
          target.name() + " allocated " + allocated + " bytes for an input of " + input.length);
    }
  }

  private static long allocated(FuzzTarget target, byte[] input) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    target.parse(input);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** Returns the target that the first byte selects. */
  static FuzzTarget selected(byte[] input) {
    return ALL.get((input[0] & 0xff) % ALL.size());
  }

  /** Returns the input by which {@link #fuzzerTestOneInput} calls the target. */
  static byte[] input(FuzzTarget target, byte[] seed) {
    return ByteBuffer.allocate(1 + seed.length).put((byte) ALL.indexOf(target)).put(seed).array();
  }
}
