package io.sealcast.messaging;

import java.util.Map;
import java.util.function.Predicate;

/**
 * Looks up jobs that were published before. A job is acknowledged as it arrives, so one whose
 * processor died is found again here: the sealed key lies nowhere else.
 */
public interface JobLog {
  /**
   * The newest job of each video, among those that are retained and wanted. What isn't wanted hides
   * nothing: whoever can write to the topic can't make a job look lost. Blocks, for seconds at
   * most.
   *
   * @throws io.sealcast.problem.DomainException MESSAGING_UNAVAILABLE
   */
  Map<Long, ProcessingJob> find(Predicate<ProcessingJob> wanted);
}
