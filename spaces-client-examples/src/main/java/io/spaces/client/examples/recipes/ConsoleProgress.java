package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;

/** Shows how far a backup is on one line of the console that keeps rewriting itself. */
public final class ConsoleProgress {
  private ConsoleProgress() {}

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

      client.backup().blocklet().source(space.folder()).listener(new OneLine()).run().orElseThrow();
    }
  }

  private static final class OneLine implements TransferListener {
    @Override
    public void progressed(TransferProgress progress) {
      System.out.printf(
          "\r%5.1f %%  %d of %d objects",
          progress.fraction() * 100, progress.objectsDone(), progress.objectsTotal());
    }

    @Override
    public void objectFailed(ObjectFailure failure) {
      System.out.printf("%n%s: %s%n", failure.key(), failure.message());
    }

    @Override
    public void ended(TransferStatus status) {
      System.out.printf("%n%s%n", status);
    }
  }
}
