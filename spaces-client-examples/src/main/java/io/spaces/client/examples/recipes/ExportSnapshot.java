package io.spaces.client.examples.recipes;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.snapshot.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a snapshot as an archive that any tool can unpack. */
public final class ExportSnapshot {
  private ExportSnapshot() {}

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
      space.backUpIntoVault(client);

      try (Snapshots snapshots = client.snapshots().stateDirectory(space.stateDirectory())) {
        for (Snapshot snapshot : snapshots.list()) { // newest first
          Path archive = snapshots.export(snapshot.id(), Files.createDirectories(space.target()));
          System.out.println(archive.getFileName() + ": " + snapshot.files() + " files");
        }
      }
    }
  }
}
