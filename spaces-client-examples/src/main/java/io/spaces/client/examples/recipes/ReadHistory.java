package io.spaces.client.examples.recipes;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.history.History;
import io.spaces.client.history.HistoryKind;
import io.spaces.client.history.HistoryQuery;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;

/** Tells what happened in a space, and how many backups succeeded on each day. */
public final class ReadHistory {
  private ReadHistory() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   */
  public static void main(String[] args) throws IOException {
    try (PracticeSpace space = PracticeSpace.of(args);
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(space.endpoint())
                .wallet(space.wallet())
                .app(space.app())
                .build();
        Snapshots snapshots = client.snapshots().stateDirectory(space.stateDirectory())) {
      space.backUpIntoVault(client);

      History history = client.history(snapshots); // or history(): without what snapshots tell
      history.stream(HistoryQuery.all().kind(HistoryKind.BACKUP)) // lazy: a page at a time
          .limit(10)
          .forEach(
              record ->
                  System.out.printf(
                      "%s %s: %d files, %d bytes, snapshot %s%n",
                      record.startedAt(),
                      record.status(),
                      record.count(),
                      record.size(),
                      record.snapshotId()));

      LocalDate today = LocalDate.now(ZoneId.systemDefault());
      history
          .summary(today.minusDays(7), today, ZoneId.systemDefault())
          .forEach(
              day ->
                  System.out.printf(
                      "%s: %d succeeded, %d failed%n", day.date(), day.succeeded(), day.failed()));
    }
  }
}
