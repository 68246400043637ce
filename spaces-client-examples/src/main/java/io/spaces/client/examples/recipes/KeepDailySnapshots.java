package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.nio.file.Files;

/** Keeps the last states of a folder, and of each day, week and month one. */
public final class KeepDailySnapshots {
  private KeepDailySnapshots() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   */
  public static void main(String[] args) throws IOException {
    Retention retention =
        Retention.builder().keepLast(3).keepDaily(7).keepWeekly(4).keepMonthly(12).build();
    try (PracticeSpace space = PracticeSpace.of(args);
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(space.endpoint())
                .wallet(space.wallet())
                .app(space.app())
                .build()) {

      for (int i = 0; i < 4; i++) { // run this from a scheduler instead
        Files.writeString(space.folder().resolve("diary.txt"), "Day " + i + "\n");
        BackupResult result =
            client
                .incrementalBackup()
                .blocklet()
                .source(space.folder())
                .stateDirectory(space.stateDirectory())
                .snapshot(true) // content that an earlier snapshot has is not sent again
                .retention(retention) // applied after a success only
                .run()
                .orElseThrow();
        System.out.println("snapshot " + result.snapshotId() + ": " + result.count() + " sent");
      }
    }
  }
}
