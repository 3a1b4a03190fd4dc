package io.sealcast.messaging;

import java.util.Map;
import java.util.Set;

/**
 * Looks up jobs that were published before. A job is acknowledged as it arrives, so one whose
 * processor died is found again here: the sealed key lies nowhere else.
 */
public interface JobLog {
  /**
   * The newest job of each of these videos that is still retained. Blocks, for seconds at most.
   *
   * @throws io.sealcast.problem.DomainException MESSAGING_UNAVAILABLE
   */
  Map<Long, ProcessingJob> find(Set<Long> fileIds);
}
