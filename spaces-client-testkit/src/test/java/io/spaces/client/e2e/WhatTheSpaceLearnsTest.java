package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.lists;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.BlockletRestore;
import io.spaces.client.IncrementalBlockletBackup;
import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.SpaceResponseException;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.FileTree;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.faults.Fault;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferResult;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every byte of every request around an encrypted vault, searched for a word that everything is
 * called by: files, folders, sets, what programs and exceptions say, places on this machine.
 */
class WhatTheSpaceLearnsTest {
  /** Long enough to show in Base64 wherever it begins. */
  private static final String WORD = "quetzalcoatlus";

  private static final String KEY = "5a".repeat(32);

  @TempDir Path temporary;
  private SpaceServer server;
  private Wiretap tap;
  private SpaceClient client;
  private FileTree tree;

  @BeforeEach
  void start() throws IOException {
    server = SpaceServer.inMemory().start();
    tap = new Wiretap(server);
    client =
        SpaceClient.builder()
            .endpoint(tap.endpoint())
            .wallet(server.wallet())
            .idleTimeout(Duration.ofMillis(500))
            .build();
    tree =
        FileTree.in(temporary.resolve(WORD + "-data"))
            .file(WORD + "-file", "what a " + WORD + " eats")
            .file(WORD + "-folder/b", 3_000_000, 1);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    tap.close();
    server.close();
  }

  /**
   * What is done, and what the client says of it: the word, or the space must not have heard it.
   */
  private interface Deed {
    String saysAtTheClient(WhatTheSpaceLearnsTest here) throws Exception;
  }

  static Stream<Arguments> deeds() {
    Map<String, Deed> deeds = new LinkedHashMap<>();
    deeds.put("a link that cannot be read", here -> here.danglingLink());
    deeds.put("a file that vanishes", here -> here.vanishedSource());
    deeds.put("a stream that throws", here -> here.brokenStream(new IOException(WORD)));
    deeds.put("a stream that throws unchecked", here -> here.brokenStream(new Error(WORD)));
    deeds.put(
        "a stream that throws as a space does",
        here -> here.brokenStream(new SpaceResponseException(WORD, 499, WORD)));
    deeds.put("a stream that breaks off", here -> here.streamThatBreaksOff());
    deeds.put("a listener that throws", here -> here.brokenListener());
    deeds.put("a source that is empty now", here -> here.emptySource());
    deeds.put("a temporary directory that is full", here -> here.fullTemporaryDirectory());
    deeds.put("a program that complains", here -> here.failedPlan(here.complaining()));
    deeds.put(
        "a program that is not there",
        here ->
            here.failedPlan(
                new PlanSource.Command(DataKind.FILES, WORD, List.of("/no/" + WORD), Map.of())));
    deeds.put(
        "a database that is not there",
        here ->
            here.failedPlan(PlanSource.sqlite(WORD + ".db", here.temporary.resolve(WORD + ".db"))));
    deeds.put(
        "a database that nobody serves",
        here ->
            here.failedPlan(
                PlanSource.postgres(WORD, "postgresql://" + WORD + "@localhost:1/" + WORD, null)));
    deeds.put(
        "a folder of a plan",
        here -> here.failedPlan(PlanSource.folder(DataKind.FILES, here.nowhere())));
    deeds.put("a space that refuses", here -> here.refusedBackup());
    deeds.put("a space that stalls", here -> here.stalledBackup());
    deeds.put("a cancel", here -> here.cancelledBackup());
    deeds.put("a wrong key", here -> here.wrongKey());
    deeds.put("no key", here -> here.backupWithoutKey());
    deeds.put("a target that cannot be", here -> here.restoreIntoAFile(true));
    deeds.put("a target that cannot be, and no key", here -> here.restoreIntoAFile(false));
    deeds.put("a file in the target's way", here -> here.restoreOverAFolder());
    deeds.put("a set that is not there", here -> here.restoreOfNoSet());
    deeds.put("paths that are not there", here -> here.restoreOfNoPath());
    deeds.put("a restore listener that throws", here -> here.brokenRestoreListener());
    deeds.put("a damaged snapshot", here -> here.damaged("/.vault/snapshots/"));
    deeds.put("damaged packs", here -> here.damaged("/.vault/packs/"));
    deeds.put("a damaged index", here -> here.damaged("/.vault/index/"));
    deeds.put("edits of snapshots", here -> here.edits());
    deeds.put("prunings, also failed ones", here -> here.prunings());
    deeds.put("archives, also failed ones", here -> here.archives());
    deeds.put("keys, also refused ones", here -> here.keys());
    return deeds.entrySet().stream().map(deed -> Arguments.of(deed.getKey(), deed.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deeds")
  void noRequestHoldsAWordOfWhatAnEncryptedVaultIsAbout(String what, Deed deed) throws Exception {
    backup().run().orElseThrow();

    String said = deed.saysAtTheClient(this);

    assertThat(said).as("what the client says").contains(WORD);
    assertThat(tap.heard()).as("what was heard").contains("POST ", "PUT ", "x-app-token");
    assertThat(tap.spellingsHeard(WORD)).as("heard of %s", what).isEmpty();
  }

  /** Otherwise the tests above would say nothing. */
  @Test
  void aMirrorTellsWhatIsListenedFor() {
    Backups.full(client, server)
        .source(List.of(SourceObject.of(WORD, new byte[1])))
        .stateDirectory(temporary.resolve("state"))
        .appDescription(WORD)
        .run()
        .orElseThrow();

    assertThat(tap.spellingsHeard(WORD)).hasSize(2).contains(WORD);
  }

  @Test
  void theRecordSaysHowManyFailedAndOfWhatKind() throws Exception {
    brokenStream(new IOException(WORD));
    refusedBackup();
    restoreIntoAFile(true);

    assertThat(server.records())
        .extracting(StoredRecord::message)
        .containsExactly(
            "Part of it failed; the client knows what. Failed: 1 (reading or writing at the"
                + " client).",
            "It failed; the client knows why (refused by the space, 403).",
            "It failed; the client knows why (reading or writing at the client).");
  }

  private IncrementalBlockletBackup backup() {
    return described(
        Backups.incremental(client, server).encryption(Encryption.key(KEY)).source(tree.root()));
  }

  private <B extends BackupBuilder<B>> B described(B backup) {
    return backup
        .layout(Layout.VAULT)
        .retries(0)
        .set(WORD + "-set")
        .description("Before the " + WORD)
        .stateDirectory(Path.of(temporary + "/" + WORD + "-state"));
  }

  private BlockletRestore restore(Path target) {
    return Backups.restore(client, server)
        .stateDirectory(temporary.resolve(WORD + "-state"))
        .encryption(Encryption.key(KEY))
        .retries(0)
        .target(target);
  }

  private Snapshots snapshots() {
    return client
        .snapshots(server.appDid().address())
        .encryption(Encryption.key(KEY))
        .lockWait(Duration.ZERO)
        .stateDirectory(temporary.resolve(WORD + "-state"));
  }

  private Path nowhere() {
    return temporary.resolve("no " + WORD);
  }

  private static String said(TransferResult result) {
    assertThat(result.status()).isNotEqualTo(TransferStatus.SUCCEEDED);
    return result.statusMessage() + result.failures() + result.warnings();
  }

  private String danglingLink() {
    tree.link(WORD + "-link", "/no/" + WORD);
    return said(backup().symbolicLinks(SymbolicLinks.FOLLOW).run());
  }

  private String vanishedSource() {
    AtomicBoolean first = new AtomicBoolean(true);
    server
        .faults()
        .on(
            put()
                .matching(
                    key -> {
                      if (key.contains("/locks/") && first.getAndSet(false)) {
                        tree.root().toFile().renameTo(nowhere().toFile());
                      }
                      return false;
                    }))
        .answer(500);
    return said(backup().run());
  }

  private String brokenStream(Throwable problem) {
    SourceObject broken =
        SourceObject.of(
            WORD + "-object",
            () -> {
              if (problem instanceof IOException checked) {
                throw checked;
              }
              if (problem instanceof RuntimeException unchecked) {
                throw unchecked;
              }
              throw (Error) problem;
            });
    return said(
        backup().source(List.of(SourceObject.of(WORD + "-good", new byte[9]), broken)).run());
  }

  private String streamThatBreaksOff() {
    InputStream rest =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the " + WORD + " is gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    SourceObject broken =
        SourceObject.of(
            WORD,
            () -> new SequenceInputStream(new ByteArrayInputStream(new byte[5_000_000]), rest));
    return said(backup().source(List.of(broken)).run());
  }

  private String brokenListener() {
    BackupResult result =
        backup()
            .listener(
                new TransferListener() {
                  @Override
                  public void objectStarted(String key, long size) {
                    throw new IllegalStateException(WORD);
                  }
                })
            .source(List.of(SourceObject.of(WORD, new byte[77])))
            .run();
    return result.status() + " of " + WORD;
  }

  private String emptySource() {
    tree.delete(WORD + "-file").delete(WORD + "-folder");
    return said(backup().run());
  }

  private String fullTemporaryDirectory() throws IOException {
    try (SmallDisk disk = SmallDisk.of(SmallDisk.Kind.HEAP, 8, temporary)) {
      Path full = Files.createDirectory(disk.root().resolve(WORD));
      return said(restore(temporary.resolve("target")).temporaryDirectory(full).run());
    }
  }

  private PlanSource complaining() {
    return new PlanSource.Command(
        DataKind.FILES,
        WORD,
        List.of("sh", "-c", "echo some; echo cannot find the " + WORD + " >&2; exit 3"),
        Map.of());
  }

  private String failedPlan(PlanSource source) throws Exception {
    BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
    BackupJobListener listener =
        new BackupJobListener() {
          @Override
          public void ended(BackupPlan plan, BackupJob job) {
            ended.add(job);
          }
        };
    Map<String, String> secrets = Map.of("wallet", server.wallet().exportSecretKey(), "key", KEY);
    try (BackupScheduler scheduler =
        BackupScheduler.builder()
            .secrets(SecretResolver.standard(secrets))
            .listener(listener)
            .build()
            .start()) {
      scheduler.add(
          BackupPlan.builder(WORD)
              .cron("@yearly")
              .source(source)
              .layout(Layout.VAULT)
              .stateDirectory(temporary.resolve(WORD + "-plan-state"))
              .description(WORD)
              .encryption(PlanEncryption.key(SecretRef.named("key")))
              .destination(
                  Destination.builder(tap.endpoint()).wallet(SecretRef.named("wallet")).build())
              .build());
      scheduler.trigger(WORD, "because of the " + WORD);
      BackupJob job = ended.poll(60, TimeUnit.SECONDS);
      assertThat(job).isNotNull();
      return job.message();
    }
  }

  private String refusedBackup() {
    tree.file("new", 3_000, 3);
    server.faults().on(put()).answer(403);
    return said(backup().run()) + WORD;
  }

  private String stalledBackup() {
    tree.file("new", 3_000, 3);
    server.faults().on(put()).meet(Fault.stallAfterReading());
    return said(backup().run()) + WORD;
  }

  private String cancelledBackup() throws InterruptedException {
    CompletableFuture<BackupTask> task = new CompletableFuture<>();
    SourceObject cancelling =
        SourceObject.of(
            WORD,
            () -> {
              task.join().cancel();
              throw new IOException(WORD);
            });
    task.complete(backup().source(List.of(cancelling)).start());
    return said(task.join().await()) + WORD;
  }

  private String wrongKey() {
    return said(backup().encryption(Encryption.key("4b".repeat(32))).run()) + WORD;
  }

  private String backupWithoutKey() {
    tree.link(WORD + "-link", "/no/" + WORD);
    return said(
            described(Backups.incremental(client, server).source(tree.root()))
                .symbolicLinks(SymbolicLinks.FOLLOW)
                .run())
        + WORD;
  }

  private String restoreIntoAFile(boolean withKey) {
    Path target = tree.path(WORD + "-file").resolve("target");
    BlockletRestore restore = restore(target);
    return said(
        withKey ? restore.run() : Backups.restore(client, server).retries(0).target(target).run());
  }

  private String restoreOverAFolder() throws IOException {
    Path target = temporary.resolve(WORD + "-target");
    Files.createDirectories(target.resolve(WORD + "-file").resolve("in the way"));
    return said(restore(target).run());
  }

  private String restoreOfNoSet() {
    return said(restore(temporary.resolve("target")).set("no " + WORD).run());
  }

  private String restoreOfNoPath() {
    return said(restore(temporary.resolve("target")).include("no-" + WORD + "/**").run());
  }

  private String brokenRestoreListener() {
    return restore(temporary.resolve(WORD + "-target"))
            .onProgress(
                progress -> {
                  throw new IllegalStateException(WORD);
                })
            .run()
            .orElseThrow()
            .status()
        + WORD;
  }

  private String damaged(String folder) {
    for (StoredObject object : server.objects().below("")) {
      if (object.key().contains(folder)) {
        byte[] bytes = object.bytes();
        bytes[bytes.length / 2] ^= 1;
        server.objects().put(object.key(), bytes);
      }
    }
    String said = restore(temporary.resolve(WORD + "-target")).run().statusMessage();
    tree.file(WORD + "-new", 3_000, 3);
    said += backup().run().statusMessage();
    try (Snapshots snapshots = snapshots()) {
      said += tried(snapshots::verify) + tried(snapshots::repair) + tried(snapshots::prune);
    }
    return said + WORD;
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  /** What came of it, good or bad. */
  private static String tried(Attempt attempt) {
    try {
      return String.valueOf(attempt.make());
    } catch (SpaceException e) {
      return String.valueOf(e.getMessage());
    } catch (Exception e) {
      throw new AssertionError("No documented error: " + e, e);
    }
  }

  private String edits() {
    try (Snapshots snapshots = snapshots()) {
      String id = snapshots.list().get(0).id();
      String said = "" + snapshots.describe(id, "After the " + WORD);
      said += snapshots.pin(id) + tried(() -> snapshots.assign(WORD + "-other", id));
      said += snapshots.renameSet(WORD + "-other", WORD + "-third");
      said += tried(() -> snapshots.newest(WORD));
      said += snapshots.unpin(id) + tried(() -> snapshots.get("ffffffff"));
      server.faults().on(put()).answer(403);
      said += tried(() -> snapshots.describe(id, WORD + " again"));
      return said;
    }
  }

  private String prunings() {
    tree.file(WORD + "-more", 5_000, 5);
    backup().run().orElseThrow();
    try (Snapshots snapshots = snapshots()) {
      String said = tried(() -> snapshots.apply(WORD + "-set", Retention.files(1)));
      snapshots.delete(snapshots.list().get(0).id());
      server.faults().on(get()).nth(1).answer(500);
      said += tried(() -> snapshots.prune(Duration.ZERO));
      server.faults().on(lists()).nth(1).answer(403);
      said += tried(() -> snapshots.prune(Duration.ZERO));
      return said + tried(() -> snapshots.prune(Duration.ZERO)) + snapshots.deleted() + WORD;
    }
  }

  private String archives() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(WORD + "-archives"));
    Path bad = Files.writeString(folder.resolve(WORD + ".tar"), "no archive of a " + WORD);
    try (Snapshots snapshots = snapshots()) {
      String id = snapshots.list().get(0).id();
      Path archive = snapshots.export(id, folder);
      String said = "" + snapshots.importArchive(archive, WORD + "-imported");
      said += tried(() -> snapshots.importArchive(bad));
      said += tried(() -> snapshots.importArchive(nowhere()));
      return said + tried(() -> snapshots.export(id, nowhere()));
    }
  }

  private String keys() {
    try (Snapshots snapshots = snapshots()) {
      Encryption other = Encryption.key("6c".repeat(32));
      String said = "" + snapshots.keys().add(WORD + "-label", other);
      said += tried(() -> snapshots.keys().add(WORD + "-label", Encryption.key("7d".repeat(32))));
      said += tried(() -> snapshots.keys().remove("no " + WORD));
      return said + snapshots.keys().remove(WORD + "-label") + snapshots.keys().list();
    }
  }
}
