package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.TestWallets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered between runs, by the space and by the client, and what losing it costs. */
class RestartsTest {
  private static final Wallet APP = TestWallets.seeded(11);
  private static final Wallet SPACE = TestWallets.seeded(12);

  @TempDir Path temporary;
  private FileTree tree;

  @BeforeEach
  void plant() {
    tree = FileTree.in(temporary.resolve("data")).random(5, 60);
  }

  @Test
  void aSpaceOnDiskThatWasRestartedIsStillBackedUpIncrementally() throws IOException {
    assertThat(run().count()).isEqualTo(all());
    assertThat(run().count()).isZero();
    tree.file("new.txt", "new");
    assertThat(run().count()).isEqualTo(1);
  }

  @Test
  void losingTheStateChangesNothing() throws IOException {
    try (SpaceServer server = server();
        SpaceClient client = Backups.client(server)) {
      run(client, server);
      for (Path file : stateFiles()) {
        Files.delete(file);
      }

      BackupResult again = run(client, server);
      assertThat(again.count()).isZero();
      assertThat(again.unchanged()).isEqualTo(all());
    }
  }

  @Test
  void stateFullOfGarbageChangesNothing() throws IOException {
    try (SpaceServer server = server();
        SpaceClient client = Backups.client(server)) {
      run(client, server);
      Random random = new Random(3);
      for (Path file : stateFiles()) {
        byte[] garbage = new byte[1 + random.nextInt(4000)];
        random.nextBytes(garbage);
        Files.write(file, garbage);
      }
      tree.file("new.txt", "new");

      BackupResult again = run(client, server);
      assertThat(again.count()).isEqualTo(1);
      assertThat(again.unchanged()).isEqualTo(all() - 1);
    }
  }

  @Test
  void whatTheSpaceHasLostIsSentAgainHoweverWellTheStateKnowsIt() throws IOException {
    try (SpaceServer server = server();
        SpaceClient client = Backups.client(server)) {
      run(client, server);
      assertThat(stateFiles()).isNotEmpty();
      server.objects().keys().forEach(server.objects()::delete);

      assertThat(run(client, server).count()).isEqualTo(all());
      assertThat(run(client, server).unchanged()).isEqualTo(all());
    }
  }

  private List<Path> stateFiles() throws IOException {
    try (Stream<Path> files = Files.walk(temporary.resolve("state"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).isNotEmpty();
      return all;
    }
  }

  private SpaceServer server() {
    return SpaceServer.builder()
        .disk(temporary.resolve("space"))
        .space(SPACE.did())
        .app(APP)
        .start();
  }

  private int all() throws IOException {
    try (Stream<Path> old = Files.walk(OldFiles.FOLDER)) {
      return tree.files().size() + (int) old.filter(Files::isRegularFile).count();
    }
  }

  private BackupResult run() {
    try (SpaceServer server = server();
        SpaceClient client = Backups.client(server)) {
      return run(client, server);
    }
  }

  private BackupResult run(SpaceClient client, SpaceServer server) {
    return Backups.incremental(client, server)
        .source(Source.of(Source.folder(tree.root()), Source.folder(OldFiles.FOLDER, "old")))
        .stateDirectory(temporary.resolve("state"))
        .run()
        .orElseThrow();
  }
}
