package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.transfer.TransferListener;
import java.io.IOException;

/** Leaves files out, by patterns and by a predicate, and looks first at what would be sent. */
public final class CustomFilter {
  private CustomFilter() {}

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

      client
          .backup()
          .blocklet()
          .source(space.folder())
          .exclude("*.tmp", "photos/*", "!photos/photo-1.raw") // as in a .gitignore file
          .filter(path -> !path.getFileName().toString().contains("9"))
          .dryRun(true)
          .listener(new PrintPlan())
          .run()
          .orElseThrow();
    }
  }

  private static final class PrintPlan implements TransferListener {
    @Override
    public void objectPlanned(String key, long size) {
      System.out.println(key + "  " + size);
    }
  }
}
