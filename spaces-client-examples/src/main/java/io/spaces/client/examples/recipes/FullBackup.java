package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import java.io.IOException;

/** Backs a folder up in full. */
public final class FullBackup {
  private FullBackup() {}

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
                .build()) {

      BackupResult result = client.backup().blocklet().source(space.folder()).concurrency(8).run();

      result.orElseThrow(); // or look at status(), failures(), statusMessage()
      System.out.println(result.count() + " objects, " + result.size() + " bytes");
    }
  }
}
