package io.spaces.client.testkit.internal.http;

import io.spaces.client.testkit.JournalEntry.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sees every request begin and end. */
public interface Observer {
  /** A request has arrived; returns its number. */
  long begun();

  /** A request has been dealt with, but for the very end of its answer. */
  void ended(
      long sequence,
      Call call,
      @Nullable Instant started,
      int status,
      long received,
      long sent,
      Outcome outcome);

  /** Returns the time, or null when nobody wants to know. */
  @Nullable Instant now();
}
