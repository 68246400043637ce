package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.restore.RestoreResult;
import java.io.IOException;

/** Gets a whole backup back into a folder. */
public final class RestoreEverything {
  private RestoreEverything() {}

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
              .target(space.target()) // what is there and right is not fetched again
              .run();

      result.orElseThrow(); // or look at status(), failures(), statusMessage()
      System.out.println(result.count() + " files restored, " + result.unchanged() + " unchanged");
    }
  }
}
