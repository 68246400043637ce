package io.spaces.client.examples.recipes;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import java.io.IOException;

/** Backs a folder up compressed and encrypted: the space sees neither content nor names. */
public final class EncryptedBackup {
  private EncryptedBackup() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   */
  public static void main(String[] args) throws IOException {
    // Whoever loses it loses the data: keep it elsewhere, too.
    Encryption encryption = Encryption.passphrase("correct horse battery staple".toCharArray());
    try (PracticeSpace space = PracticeSpace.of(args);
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(space.endpoint())
                .wallet(space.wallet())
                .app(space.app())
                .build()) {

      BackupResult result =
          client
              .incrementalBackup()
              .blocklet()
              .source(space.folder())
              .stateDirectory(space.stateDirectory())
              .layout(Layout.VAULT)
              .zip(true)
              .encryption(encryption)
              .description("Before the update")
              .run()
              .orElseThrow();

      System.out.println(result.scanned() + " files in snapshot " + result.snapshotId());
    } finally {
      encryption.destroy(); // overwrites the passphrase in memory
    }
  }
}
