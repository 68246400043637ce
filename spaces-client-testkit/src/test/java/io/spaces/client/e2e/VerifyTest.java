package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.Snapshots;
import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.StoredObject;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifications that end: several packs at once, a share of them, as many as a budget is for. */
@Timeout(60)
class VerifyTest {
  private static final Encryption KEY = Encryption.key(VaultBackups.KEY);
  private static final int BACKUPS = 6;

  @TempDir Path temporary;
  private final SeededRandom random = new SeededRandom(2718);
  private VaultBackups vault;
  private Snapshots snapshots;

  @BeforeEach
  void backUp() throws IOException {
    vault = new VaultBackups(temporary);
    snapshots = snapshots(temporary.resolve("state"));
    for (int i = 0; i < BACKUPS; i++) {
      vault.source.file("file" + i, random.bytes(50_000));
      backUpInto(i % 2 == 0 ? "even" : "odd");
    }
  }

  @AfterEach
  void stop() {
    snapshots.close();
    vault.close();
  }

  private void backUpInto(String set) {
    vault
        .of(Backups.full(vault.client, vault.server))
        .encryption(KEY)
        .snapshot(true)
        .set(set)
        .run()
        .orElseThrow();
  }

  private Snapshots snapshots(Path state) {
    return vault
        .client
        .snapshots(vault.server.appDid().address())
        .encryption(KEY)
        .stateDirectory(state);
  }

  private List<String> packs() {
    return vault.server.objects().below(vault.folder() + "packs/").stream()
        .map(StoredObject::key)
        .sorted()
        .toList();
  }

  private static VerifyOptions.Builder all() {
    return VerifyOptions.builder().readData(true);
  }

  /** The space hangs: more packs than one are asked for all the same, and nobody waits for it. */
  @Test
  void packsAreReadSeveralAtOnceAndACancellationWaitsForNone() throws Exception {
    VerifyResult sound = snapshots.verify(true);
    assertThat(sound.packsRead()).isEqualTo(sound.packs()).isGreaterThanOrEqualTo(BACKUPS);
    assertThat(sound.isComplete()).isTrue();
    CountDownLatch asked = stallContents();
    RecordedEvents events = new RecordedEvents();

    TransferTask<VerifyResult> task =
        snapshots.tasks().verify(all().concurrency(4).listener(events).build());
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    task.cancel();

    assertThatThrownBy(task::await).isInstanceOf(CancelledException.class);
    assertThat(events.ends()).containsExactly(TransferStatus.CANCELLED);
    assertThat(events.keys("objectStarted"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    events.keys("objectSucceeded").stream(), events.keys("objectFailed").stream())
                .toList());
    assertThat(VaultBackups.heldLocks(vault.server)).noneMatch(key -> !key.endsWith("pruned"));
  }

  /** Never answers who asks for contents; counts the first four that do. */
  private CountDownLatch stallContents() {
    CountDownLatch asked = new CountDownLatch(4);
    Set<String> contents = contentPacks();
    vault
        .server
        .faults()
        .on(
            get()
                .matching(
                    key -> {
                      boolean content = contents.stream().anyMatch(key::endsWith);
                      if (content) {
                        asked.countDown();
                      }
                      return content;
                    }))
        .stallAfterReading();
    return asked;
  }

  /** Whatever else is in packs is read by who reads the lists of entries, one after the other. */
  private Set<String> contentPacks() {
    return vault.server.objects().below(vault.folder() + "packs/").stream()
        .filter(pack -> pack.size() > 50_000)
        .map(StoredObject::key)
        .collect(Collectors.toSet());
  }

  @Test
  void anInterruptEndsACallAndHarmsNoOther() {
    Thread caller = Thread.currentThread();
    vault
        .server
        .faults()
        .on(
            get()
                .matching(
                    key -> {
                      if (contentPacks().contains(key)) {
                        caller.interrupt();
                      }
                      return false;
                    }))
        .stallAfterReading();

    assertThatThrownBy(() -> snapshots.verify(all().concurrency(1).build()))
        .isInstanceOf(CancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    vault.server.faults().clear();
    assertThat(snapshots.verify(true).problems()).isEmpty();
  }

  @Test
  void damagesAreTheSameInTheSameOrderHoweverManyPacksAreReadAtOnce() {
    List<String> packs = packs();
    damage(packs.get(0), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    damage(packs.get(1), bytes -> new byte[bytes.length]);
    damage(packs.get(2), bytes -> flipped(bytes, bytes.length / 2));
    damage(packs.get(3), bytes -> Arrays.copyOf(bytes, bytes.length + 1));
    damage(packs.get(4), bytes -> vault.server.objects().get(packs.get(5)).bytes());
    vault.server.objects().delete(packs.get(6));
    VerifyResult one = snapshots.verify(all().concurrency(1).build());
    assertThat(one.isSound()).isFalse();
    for (String damaged : List.of(packs.get(1), packs.get(2), packs.get(6))) {
      assertThat(one.problems()).as(damaged).anyMatch(p -> p.contains(name(damaged)));
    }

    for (int concurrency : new int[] {2, 8, 256}) {
      assertThat(snapshots.verify(all().concurrency(concurrency).build())).isEqualTo(one);
    }
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  private void damage(String key, UnaryOperator<byte[]> change) {
    vault.server.objects().put(key, change.apply(vault.server.objects().get(key).bytes()));
  }

  @Test
  void asManyRunsAsThereAreSharesReadEachPackOnce() {
    VerifyResult whole = snapshots.verify(true);
    Set<String> read = new HashSet<>();
    int count = 0;
    long bytes = 0;
    for (int share = 1; share <= 3; share++) {
      RecordedEvents events = new RecordedEvents();
      VerifyOptions options = VerifyOptions.builder().share(share, 3).listener(events).build();
      VerifyResult result = snapshots.verify(options);
      assertThat(snapshots.verify(options)).isEqualTo(result);
      assertThat(result.isSound()).isTrue();
      assertThat(result.packsUnread()).isEqualTo(whole.packs() - result.packsRead());
      assertThat(result.isComplete()).isEqualTo(result.packsUnread() == 0);
      count += result.packsRead();
      bytes += result.bytesRead();
      read.addAll(events.keys("objectSucceeded"));
    }
    assertThat(count).isEqualTo(whole.packs());
    assertThat(bytes).isEqualTo(whole.bytesRead());
    assertThat(read).hasSize(whole.packs());
  }

  @Test
  void aBudgetGoesOnWhereItStoppedUntilAllIsReadAndThenBeginsAnew() throws IOException {
    int packs = snapshots.verify().packs();
    VerifyOptions little = VerifyOptions.builder().budget(1).build();
    for (int round = 0; round < 2; round++) {
      for (int run = 1; run <= packs; run++) {
        VerifyResult result = snapshots.verify(little);
        assertThat(result.packsRead()).isEqualTo(1);
        assertThat(result.packsUnread()).isEqualTo(packs - run);
        assertThat(result.isComplete()).isEqualTo(run == packs);
        assertThat(result.readSince() == null).isEqualTo(run == 1);
      }
    }
    try (Snapshots elsewhere = snapshots(temporary.resolve("other"))) {
      assertThat(elsewhere.verify(little).packsUnread()).isEqualTo(packs - 1);
    }
    snapshots.verify(VerifyOptions.builder().budget(Duration.ofNanos(1)).concurrency(1).build());
    VerifyResult rest = snapshots.verify(VerifyOptions.builder().budget(Long.MAX_VALUE).build());
    assertThat(rest.packsRead()).isEqualTo(packs - 1);
    assertThat(rest.isComplete()).isTrue();
    try (Stream<Path> all = Files.walk(vault.state)) {
      Path kept = all.filter(path -> path.endsWith("read-packs")).findFirst().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void whatABudgetFoundDamagedIsFoundAgainByEachRunUntilItIsSound() {
    String damaged = packs().get(0);
    byte[] good = vault.server.objects().get(damaged).bytes();
    damage(damaged, bytes -> flipped(bytes, bytes.length / 2));
    int packs = snapshots.verify(true).packs();
    VerifyOptions little = VerifyOptions.builder().budget(good.length + 200_000L).build();
    for (int run = 0; run < 3 * packs; run++) {
      assertThat(snapshots.verify(little).problems()).as("run %s", run).isNotEmpty();
    }
    vault.server.objects().put(damaged, good);
    assertThat(snapshots.verify(little).problems()).isEmpty();
  }

  @Test
  void aBudgetReadsWhatHasComeSinceItBegan() {
    int packs = snapshots.verify().packs();
    snapshots.verify(VerifyOptions.builder().budget(1).build());
    vault.source.file("more", random.bytes(60_000));
    backUpInto("even");
    int more = snapshots.verify().packs() - packs;
    assertThat(more).isPositive();

    VerifyResult rest = snapshots.verify(VerifyOptions.builder().budget(Long.MAX_VALUE).build());

    assertThat(rest.packsRead()).isEqualTo(packs - 1 + more);
    assertThat(rest.isComplete()).isTrue();
  }

  @Test
  void aSetOrSomeSnapshotsAreLookedAtAlone() {
    String newest = snapshots.list("odd").get(0).id();
    VerifyResult odd = snapshots.verify(all().set("odd").build());
    assertThat(odd.snapshots()).isEqualTo(BACKUPS / 2);
    assertThat(odd.packs()).isLessThan(snapshots.verify().packs());
    assertThat(snapshots.verify(all().snapshots(newest).build()).snapshots()).isEqualTo(1);

    assertThatThrownBy(() -> snapshots.verify(all().set("od").build()))
        .isInstanceOf(SnapshotNotFoundException.class)
        .hasMessageContaining("\"od\"");
    assertThatThrownBy(() -> snapshots.verify(all().snapshots("ffffffff").build()))
        .isInstanceOf(SnapshotNotFoundException.class);
    assertThatThrownBy(() -> all().set("odd").snapshots(newest).build())
        .isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> all().share(4, 3)).isInstanceOf(InvalidParameterException.class);
    assertThatThrownBy(() -> all().budget(0)).isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void withoutReadingDataNothingIsSaidToBeRead() {
    VerifyResult result = snapshots.verify();
    assertThat(result.isSound()).isTrue();
    assertThat(result.isComplete()).isFalse();
    assertThat(result.packsRead()).isZero();
    assertThat(result.packsUnread()).isEqualTo(result.packs());
  }
}
