package io.spaces.client.testkit;

import java.time.Instant;

/**
 * One request that a server has dealt with.
 *
 * @param sequence the requests of a server, numbered from 1 as they arrive
 * @param method such as {@code PUT}
 * @param route what was asked
 * @param target path and query as they were sent
 * @param key the decoded key of an object or a folder; empty where the route has none
 * @param status the status that was answered, 0 when there was no answer
 * @param received bytes of the request's body that were read
 * @param sent bytes of the answer's body that were written
 * @param started when the request arrived, by the server's clock
 * @param ended when it was dealt with, by the server's clock
 * @param outcome how it ended
 * @param note a word on what happened: the status that a record was given, the fault that struck,
 *     or the text of a refusal; empty when there is nothing to say
 */
public record JournalEntry(
    long sequence,
    String method,
    Route route,
    String target,
    String key,
    int status,
    long received,
    long sent,
    Instant started,
    Instant ended,
    Outcome outcome,
    String note) {

  /** How a request ended. */
  public enum Outcome {
    /** With a whole answer. */
    ANSWERED,
    /** The server cut the connection on purpose. */
    CUT,
    /** The client went away, or the connection broke. */
    BROKEN
  }

  /**
   * Tells whether the request was answered with a status of 200 to 299.
   *
   * @return true when it was
   */
  public boolean succeeded() {
    return outcome == Outcome.ANSWERED && status >= 200 && status < 300;
  }
}
