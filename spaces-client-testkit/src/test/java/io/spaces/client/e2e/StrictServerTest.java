package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.history.HistoryQuery;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.JournalEntry;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.Verification;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client sends nothing that a strict server minds. */
class StrictServerTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStrictServerRefusesNothing(boolean vault) {
    FileTree tree = FileTree.in(temporary.resolve("data")).file("a_b/100%.txt", "1").file("e", "");
    try (SpaceServer server = SpaceServer.builder().verify(Verification.STRICT).start();
        SpaceClient client = Backups.client(server)) {
      Backups.full(client, server).source(tree.root()).snapshot(vault).run().orElseThrow();
      tree.file("new", "2");
      Backups.full(client, server).source(tree.root()).snapshot(vault).run().orElseThrow();
      Path target = temporary.resolve("target");
      Backups.restore(client, server).snapshot(vault).target(target).run().orElseThrow();
      client.objects().put("notes/a", new byte[] {1});
      client.objects().delete("notes/a");

      assertThat(target.resolve("a_b/100%.txt")).hasContent("1");
      assertThat(client.status().available()).isTrue();
      assertThat(client.history().stream(HistoryQuery.all())).isNotEmpty();
      assertThat(server.journal().entries())
          .filteredOn(entry -> entry.status() == 400 || entry.status() == 401)
          .extracting(JournalEntry::note)
          .isEmpty();
    }
  }
}
