package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.restore.MirrorVerificationResult;
import io.spaces.client.restore.MirrorVerificationTask;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.testkit.Route;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A space that lists what it has lost: that is found out, told, and healed. */
class LostContentTest extends SpaceTest {
  private Path source;

  @BeforeEach
  void backUp() throws IOException {
    source = Files.createDirectories(temporary.resolve("source"));
    for (String name : new String[] {"a", "b", "c"}) {
      Files.writeString(source.resolve(name), "content of " + name);
    }
    Backups.full(client, server).source(source).run().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everythingIsSentAgainThoughTheSpaceSaysItHasIt(boolean incremental) {
    backup(incremental, false);
    server.journal().clear();

    BackupResult result = backup(incremental, true);

    assertThat(result.count()).isEqualTo(3);
    assertThat(result.unchanged()).isZero();
    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(3);
    assertThat(backup(incremental, false).unchanged()).isEqualTo(3);
  }

  private BackupResult backup(boolean incremental, boolean resend) {
    var backup = incremental ? Backups.incremental(client, server) : Backups.full(client, server);
    Path state = temporary.resolve("state");
    return backup.source(source).stateDirectory(state).resend(resend).run().orElseThrow();
  }

  @Test
  void onlyAMirrorIsSentAgain() {
    assertThatThrownBy(
            () -> Backups.full(client, server).source(source).resend(true).snapshot(true).start())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageStartingWith("resend ")
        .hasMessageContaining("vault");
  }

  @Test
  void whatTheSpaceHoldsIsReadAndFoundGood() {
    Set<String> good = ConcurrentHashMap.newKeySet();

    MirrorVerificationResult result =
        client
            .verifyMirror(server.appDid().address())
            .concurrency(2)
            .listener(
                new TransferListener() {
                  @Override
                  public void objectSucceeded(String key, long size) {
                    good.add(key + " " + size);
                  }
                })
            .run()
            .orElseThrow();

    assertThat(result.count()).isEqualTo(3);
    assertThat(result.size()).isEqualTo(36);
    assertThat(good).containsExactlyInAnyOrder("a 12", "b 12", "c 12");
    assertThat(server.records()).hasSize(1); // that of the backup
  }

  @Test
  void whatIsLostAndWhatDiffersIsNamedWithItsCure() {
    server.faults().on(get().matching("**/a")).answer(404);
    replace("b", "CONTENT of b");

    MirrorVerificationResult result = client.verifyMirror(server.appDid().address()).run();

    assertThat(result.status()).isEqualTo(TransferStatus.PARTIAL);
    assertThat(result.count()).isEqualTo(1);
    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(result.failures())
        .allSatisfy(failure -> assertThat(failure.message()).contains("--resend"));
  }

  @Test
  void aLossIsHealedBySendingAllAgain() {
    replace("b", "CONTENT of b");
    assertThat(Backups.full(client, server).source(source).run().orElseThrow().count()).isZero();

    Backups.full(client, server).source(source).resend(true).run().orElseThrow();

    client.verifyMirror(server.appDid().address()).run().orElseThrow();
    Path target = temporary.resolve("target");
    Backups.restore(client, server).target(target).run().orElseThrow();
    assertThat(target.resolve("b")).hasContent("content of b");
  }

  @Test
  void aRestoreNamesTheCureToo() {
    server.faults().on(get().matching("**/a")).answer(404);
    replace("b", "CONTENT of b");

    RestoreResult result =
        Backups.restore(client, server).target(temporary.resolve("target")).run();

    assertThat(result.failures())
        .extracting(ObjectFailure::key)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(result.failures())
        .allSatisfy(failure -> assertThat(failure.message()).contains("--resend"));
    assertThat(temporary.resolve("target/c")).hasContent("content of c");
  }

  @Test
  void whatABackupReplacesOrDeletesMeanwhileIsNotLost() throws IOException {
    // After those of the backup, of which the last looks for what it has deleted.
    server.faults().on(lists()).nth(4).staleList();
    Files.writeString(source.resolve("b"), "other content");
    Files.delete(source.resolve("c"));
    Backups.full(client, server).source(source).strictSync(true).run().orElseThrow();

    MirrorVerificationResult result =
        client.verifyMirror(server.appDid().address()).run().orElseThrow();

    assertThat(result.scanned()).isEqualTo(3);
    assertThat(result.count()).isEqualTo(2);
    assertThat(result.skippedCount()).isEqualTo(1);
  }

  @Test
  void aVerificationCanBeCancelled() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    server.faults().on(get()).stallAfterSending(3);
    MirrorVerificationTask task =
        client
            .verifyMirror(server.appDid().address())
            .listener(
                new TransferListener() {
                  @Override
                  public void objectStarted(String key, long size) {
                    reading.countDown();
                  }
                })
            .start();
    reading.await();

    task.cancel();

    assertThat(task.await().status()).isEqualTo(TransferStatus.CANCELLED);
  }

  @Test
  void thereHasToBeAMirror() {
    String app = server.appDid().address();
    server.objects().keys().forEach(server.objects()::delete);
    assertThat(client.verifyMirror(app).run().statusMessage()).contains("no mirror", "Check");
    Backups.full(client, server).source(source).snapshot(true).run().orElseThrow();

    MirrorVerificationResult result = client.verifyMirror(app).run();

    assertThat(result.status()).isEqualTo(TransferStatus.NOTHING_FOUND);
    assertThat(result.statusMessage()).contains("no mirror", "a vault");
  }

  /** Other bytes of the same length, under the old hash. */
  private void replace(String name, String content) {
    String hash = ContentHash.cidOf(("content of " + name).getBytes(UTF_8));
    server.objects().put(Backups.folder(server) + name, content.getBytes(UTF_8), hash);
  }
}
