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
            SpaceClient.builder().endpoint(space.endpoint()).wallet(space.wallet()).build()) {

      BackupResult result =
          client
              .backup()
              .blocklet()
              .appDid(space.did())
              .userDid(space.did())
              .referrer("https://my.app/settings/backup")
              .appName("My app")
              .appDescription("Notes and photos")
              .source(space.folder())
              .concurrency(8)
              .run();

      result.orElseThrow(); // or look at status(), failures(), statusMessage()
      System.out.println(result.count() + " objects, " + result.size() + " bytes");
    }
  }
}
