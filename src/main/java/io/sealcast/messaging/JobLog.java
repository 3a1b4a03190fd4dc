package io.sealcast.messaging;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Looks up the jobs of earlier versions, whose records in the topic hold the sealed key. Jobs of
 * this version need no lookup, since their keys are in the database.
 */
public interface JobLog {
  /**
   * Returns the newest wanted job with a recorded key of each video, by the video's id. A record
   * that isn't wanted doesn't hide an older one, so that a forged record can't make a job seem
   * lost. The call blocks for a few seconds at most.
   *
   * @param wanted condition for the jobs
   * @throws io.sealcast.problem.DomainException MESSAGING_UNAVAILABLE
   */
  Map<Long, ProcessingJob> find(Predicate<ProcessingJob> wanted);

  /**
   * Removes the records with keys from the topic, up to the first of each partition that is still
   * needed. Once none is left, the topic keeps its records for a short time only. The call blocks
   * for a few seconds at most.
   *
   * @param needed returns those of the given videos whose records must stay
   * @return whether records with keys are left
   * @throws io.sealcast.problem.DomainException MESSAGING_UNAVAILABLE
   */
  boolean removeKeys(UnaryOperator<Set<Long>> needed);
}
