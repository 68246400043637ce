package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.App;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.TestWallets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who backs up is said once, to the client, and a run may say otherwise. */
class AppTest extends SpaceTest {
  private final String pid = TestWallets.random().address();
  private final String did = TestWallets.random().address();
  private final String user = TestWallets.random().address();
  private final String host = TestWallets.random().address();
  private final String signer = TestWallets.random().address();
  private final App app =
      App.builder()
          .pid("did:abt:" + pid)
          .did(did)
          .user(user)
          .name("My app")
          .description("Tasks")
          .referrer("https://my.app/settings/backup")
          .server(host)
          .signer(signer)
          .build();

  private SpaceClient known;
  private FileTree tree;

  @BeforeEach
  void start() {
    known =
        SpaceClient.builder().endpoint(server.endpoint()).wallet(server.wallet()).app(app).build();
    tree = FileTree.in(temporary.resolve("data")).file("a", 10, 1);
  }

  @AfterEach
  void end() {
    known.close();
  }

  private Path state() {
    return temporary.resolve("state");
  }

  private StoredRecord record() {
    return server.records().get(server.records().size() - 1);
  }

  @Test
  void theClientsAppIsThatOfEveryRun() {
    known.backup().blocklet().source(tree.root()).stateDirectory(state()).run().orElseThrow();
    StoredRecord full = record();
    known
        .incrementalBackup()
        .blocklet()
        .source(tree.root())
        .stateDirectory(state())
        .run()
        .orElseThrow();
    known
        .restore()
        .blocklet()
        .target(temporary.resolve("out"))
        .stateDirectory(state())
        .run()
        .orElseThrow();

    assertThat(server.objects().keys())
        .containsExactlyInAnyOrder(".did-objects/" + did + "/a", ".did-objects/" + pid + "/a");
    assertThat(full.text("userDid")).isEqualTo(user);
    assertThat(full.text("appName")).isEqualTo("My app");
    assertThat(full.text("appDescription")).isEqualTo("Tasks");
    assertThat(full.text("referrer")).isEqualTo("https://my.app/settings/backup");
    assertThat(full.text("serverDid")).isEqualTo(host);
    assertThat(full.text("signerDid")).isEqualTo(signer);
    assertThat(record().actionType()).isEqualTo("app-restore");
    assertThat(record().text("serverDid")).isEqualTo(host);
    assertThat(temporary.resolve("out/a")).hasSize(10);
  }

  @Test
  void aRunSaysSingleThingsOtherwise() {
    String other = TestWallets.random().address();

    known
        .incrementalBackup()
        .blocklet()
        .appPid(other)
        .appName("Another")
        .serverDid("")
        .source(tree.root())
        .stateDirectory(state())
        .run()
        .orElseThrow();

    assertThat(server.objects().keys()).containsExactly(".did-objects/" + other + "/a");
    assertThat(record().text("appName")).isEqualTo("Another");
    assertThat(record().text("userDid")).isEqualTo(user);
    assertThat(record().text("serverDid")).as("empty is the default").isNotEqualTo(host);
  }

  @Test
  void aRunMayBeOfAnotherApp() {
    String other = TestWallets.random().address();

    known
        .incrementalBackup()
        .blocklet()
        .appName("Named by the run")
        .app(app.toBuilder().pid(other).name("Other").build())
        .source(tree.root())
        .stateDirectory(state())
        .run()
        .orElseThrow();

    assertThat(server.objects().keys()).containsExactly(".did-objects/" + other + "/a");
    assertThat(record().text("appName")).isEqualTo("Named by the run");
  }

  /** A full backup lies below the app's DID, whatever its permanent one. */
  @Test
  void aRestoreThatNamesADidIsOfTheFullBackup() {
    known.backup().blocklet().source(tree.root()).stateDirectory(state()).run().orElseThrow();

    known
        .restore()
        .blocklet()
        .appDid(did)
        .target(temporary.resolve("out"))
        .stateDirectory(state())
        .run()
        .orElseThrow();

    assertThat(temporary.resolve("out/a")).hasSize(10);
  }

  @Test
  void snapshotsAndVerificationsAreOfTheClientsApp() {
    known
        .incrementalBackup()
        .blocklet()
        .source(tree.root())
        .stateDirectory(state())
        .snapshot(true)
        .run()
        .orElseThrow();
    known
        .incrementalBackup()
        .blocklet()
        .source(tree.root())
        .stateDirectory(state())
        .run()
        .orElseThrow();

    try (Snapshots snapshots = known.snapshots().stateDirectory(state())) {
      assertThat(snapshots.list()).hasSize(1);
      snapshots.restore().target(temporary.resolve("out")).run().orElseThrow();
    }
    assertThat(known.verifyMirror().run().orElseThrow().scanned()).isEqualTo(1);
    assertThat(temporary.resolve("out/a")).hasSize(10);
  }

  @Test
  void whatNeitherTheRunNorTheAppSaysIsMissing() {
    App anonymous = App.builder().pid(pid).build();

    assertThatThrownBy(
            () -> known.incrementalBackup().blocklet().app(anonymous).source(tree.root()).run())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("userDid", "missing");
    assertThatThrownBy(client::snapshots)
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContainingAll("appPid", "missing");
  }

  @Test
  void everyValueIsCheckedWhereItIsGiven() {
    App.Builder builder = App.builder();

    assertThatThrownBy(() -> builder.pid("x")).hasMessageStartingWith("pid is \"x\"");
    assertThatThrownBy(() -> builder.did("x")).hasMessageStartingWith("did is \"x\"");
    assertThatThrownBy(() -> builder.user("x")).hasMessageStartingWith("user is \"x\"");
    assertThatThrownBy(() -> builder.server("x")).hasMessageStartingWith("server is \"x\"");
    assertThatThrownBy(() -> builder.signer("x")).hasMessageStartingWith("signer is \"x\"");
    assertThatThrownBy(() -> builder.name(" ")).hasMessageStartingWith("name is blank");
    assertThatThrownBy(() -> builder.description("")).hasMessageStartingWith("description is bl");
    assertThatThrownBy(() -> builder.referrer("ftp://x")).hasMessageStartingWith("referrer is");
  }

  @Test
  void anAppIsAValue() {
    assertThat(app.toBuilder().build()).isEqualTo(app).hasSameHashCodeAs(app);
    assertThat(app.toBuilder().name("Other").build()).isNotEqualTo(app);
    assertThat(app.pid()).isEqualTo(pid);
    assertThat(app).hasToString(app.toBuilder().build().toString());
    assertThat(app.toString()).contains("name My app", "pid " + pid);
  }
}
