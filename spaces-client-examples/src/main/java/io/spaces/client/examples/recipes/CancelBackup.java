package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Cancels a backup that is under way; the space's record of it says that it failed. */
public final class CancelBackup {
  private CancelBackup() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   * @throws InterruptedException when the main thread is interrupted
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (PracticeSpace space = PracticeSpace.of(args);
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(space.endpoint())
                .wallet(space.wallet())
                .app(space.app())
                .build()) {

      CountDownLatch something = new CountDownLatch(1);
      BackupTask task =
          client
              .backup()
              .blocklet()
              .source(space.folder())
              .concurrency(1)
              .onObjectUploaded(key -> something.countDown())
              .start();

      something.await();
      task.cancel(); // returns at once; no other object is sent from here on
      BackupResult result = task.await();
      System.out.println(result.status() + " after " + result.count() + " objects");
    }
  }
}
