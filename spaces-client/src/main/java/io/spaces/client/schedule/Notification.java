package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import java.time.Instant;

/**
 * Something to tell of a plan's job. It may arrive more than once, always with the same id: when a
 * receiver has got it, but its answer was lost, say.
 *
 * @param id what receivers know it by, in each attempt and on each node
 * @param event what has happened
 * @param at when it was to be told first
 * @param plan the job's plan, as it was then
 * @param job the job, as it was then
 * @param dropped how many notifications before this one were given up, since the last that has
 *     arrived; counted anew when the process starts
 * @since 0.1.0
 */
public record Notification(
    String id, Event event, Instant at, BackupPlan plan, BackupJob job, long dropped) {

  /**
   * Checks that all is there.
   *
   * @param id see {@link #id}
   * @param event see {@link #event}
   * @param at see {@link #at}
   * @param plan see {@link #plan}
   * @param job see {@link #job}
   * @param dropped see {@link #dropped}
   */
  public Notification {
    required("id", id);
    required("event", event);
    required("at", at);
    required("plan", plan);
    required("job", job);
  }

  /**
   * What has happened. More may come: show the job's message of those that are not known.
   *
   * @since 0.1.0
   */
  public enum Event {
    /** The job has ended, as its status says. */
    ENDED
  }
}
