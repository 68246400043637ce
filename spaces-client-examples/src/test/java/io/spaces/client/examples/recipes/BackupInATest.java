package io.spaces.client.examples.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.SpaceServerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A recipe that is a test: how to try your own backups against a space of the test kit. */
@ExtendWith(SpaceServerExtension.class)
class BackupInATest {
  @Test
  void theSpaceHoldsWhatTheAppBackedUp(SpaceServer server, Wallet wallet, @TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("todo.txt"), "Buy milk.\n");

    try (SpaceClient client =
        SpaceClient.builder().endpoint(server.endpoint()).wallet(wallet).build()) {
      client
          .backup()
          .blocklet()
          .appDid(wallet.address())
          .userDid(wallet.address())
          .referrer("https://my.app/settings/backup")
          .appName("My app")
          .appDescription("Things to do")
          .source(folder)
          .run()
          .orElseThrow();
    }

    String prefix = ".did-objects/" + wallet.address() + "/";
    assertThat(server.objects().contents(prefix)).containsOnlyKeys("todo.txt");
    assertThat(server.records().get(0).succeeded()).isTrue();
  }
}
