package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import java.io.IOException;
import java.nio.file.Files;

/** Backs a folder up again and again; each time only what has changed is sent. */
public final class IncrementalBackup {
  private IncrementalBackup() {}

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

      BackupResult first = backUp(client, space);
      System.out.println("first:  " + first.count() + " sent");

      Files.writeString(space.folder().resolve("note-new.txt"), "Something new.\n");
      BackupResult second = backUp(client, space);
      System.out.println(
          "second: " + second.count() + " sent, " + second.unchanged() + " unchanged");
    }
  }

  private static BackupResult backUp(SpaceClient client, PracticeSpace space) {
    return client
        .incrementalBackup()
        .blocklet()
        .source(space.folder())
        .stateDirectory(space.stateDirectory()) // or leave it out: it has a good default
        .strictSync(true) // files deleted here are deleted there
        .run()
        .orElseThrow();
  }
}
