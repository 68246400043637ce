package io.spaces.client.schedule;

import static io.spaces.client.internal.check.Parameters.required;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a notifier has come with what it has to tell. Immutable.
 *
 * @param name what it is called, see {@link Notifier#name}
 * @param waiting how many notifications have not arrived yet
 * @param kept the folder in which these outlast the process, or null where they do not
 * @param delivered how many have arrived since the scheduler was made
 * @param dropped how many were given up since then: refused, too old, or of too many the oldest
 * @param lastDelivered when the last one arrived since then, or null
 * @param lastFailure what the last attempt that failed since then has said, or null
 * @since 0.1.0
 */
public record NotifierState(
    String name,
    int waiting,
    @Nullable Path kept,
    long delivered,
    long dropped,
    @Nullable Instant lastDelivered,
    @Nullable String lastFailure) {
  /**
   * Checks that there is a name.
   *
   * @param name see {@link #name}
   * @param waiting see {@link #waiting}
   * @param kept see {@link #kept}
   * @param delivered see {@link #delivered}
   * @param dropped see {@link #dropped}
   * @param lastDelivered see {@link #lastDelivered}
   * @param lastFailure see {@link #lastFailure}
   */
  public NotifierState {
    required("name", name);
  }
}
