package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import java.io.IOException;

/** Gets a part of a backup back, and leaves alone what is there already. */
public final class RestoreOneFolder {
  private RestoreOneFolder() {}

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
      space.backUp(client);

      RestoreResult result =
          client
              .restore()
              .blocklet()
              .target(space.target())
              .include("photos/") // patterns as in a .gitignore file
              .exclude("photo-1*.raw")
              .overwrite(OverwritePolicy.NEVER)
              .onObjectRestored(key -> System.out.println(key))
              .run()
              .orElseThrow();

      System.out.println(result.count() + " files restored");
    }
  }
}
