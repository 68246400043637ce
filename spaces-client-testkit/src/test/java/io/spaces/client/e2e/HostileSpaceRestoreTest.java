package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BlockletRestore;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A space that names its objects to do harm, and a target in which others plant links. */
class HostileSpaceRestoreTest extends SpaceTest {
  private EvilWorld world;

  @BeforeEach
  void start() throws IOException {
    world = new EvilWorld(temporary.resolve("world"));
    EvilWorld.good().forEach(this::put);
  }

  @Test
  void evilNamesChangeNothingOutsideAreReportedAndTheGoodFilesArrive() throws Exception {
    EvilWorld.PATHS.forEach(key -> put(key, "evil"));

    RestoreResult result = world.restore(() -> restore().run());

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    List<String> listed = EvilWorld.PATHS.stream().filter(this::isListedAsItIs).toList();
    assertThat(listed).hasSizeGreaterThanOrEqualTo(30);
    EvilWorld.assertTold(result, listed);
    world.assertGoodFilesArrived();
  }

  @Test
  void linksSwappedDuringTheRestoreLeadNowhere() throws Exception {
    RestoreResult result =
        world.restoreWhileLinksAreSwapped(() -> restore().exclude("/replaced").run());

    assertThat(result.count() + result.errorCount()).isEqualTo(EvilWorld.good().size() - 1);
  }

  @Test
  void deletingExtraFilesFollowsNoLinks() throws Exception {
    Files.writeString(world.target.resolve("extra"), "x");

    RestoreResult result = world.restore(() -> restore().deleteExtra(true).run().orElseThrow());

    assertThat(world.target.resolve("extra")).doesNotExist();
    assertThat(result.count()).isEqualTo(EvilWorld.good().size() + 1);
  }

  /** Whether the server's own storage has kept the key, so that the test says something. */
  private boolean isListedAsItIs(String key) {
    return server.objects().find(Backups.folder(server) + key).isPresent();
  }

  private void put(String key, String content) {
    server.objects().put(Backups.folder(server) + key, content.getBytes(UTF_8));
  }

  private BlockletRestore restore() {
    return Backups.restore(client, server).target(world.target);
  }
}
