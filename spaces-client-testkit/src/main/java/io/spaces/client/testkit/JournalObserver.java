package io.spaces.client.testkit;

import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Observer;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the journal. */
final class JournalObserver implements Observer {
  private final Journal journal;
  private final Clock clock;
  private final AtomicLong sequence = new AtomicLong();

  JournalObserver(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public long begun() {
    return sequence.incrementAndGet();
  }

  @Override
  public void ended(
      long number,
      Call call,
      @Nullable Instant started,
      int status,
      long received,
      long sent,
      JournalEntry.Outcome outcome) {
    if (started != null) {
      journal.add(
          new JournalEntry(
              number,
              call.method(),
              call.route(),
              call.target(),
              call.key(),
              status,
              received,
              sent,
              started,
              clock.instant(),
              outcome,
              call.note()));
    }
  }

  @Override
  public @Nullable Instant now() {
    return journal.isOff() ? null : clock.instant();
  }
}
