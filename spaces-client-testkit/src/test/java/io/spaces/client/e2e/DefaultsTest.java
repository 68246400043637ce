package io.spaces.client.e2e;

import static io.spaces.client.testkit.faults.Requests.get;
import static io.spaces.client.testkit.faults.Requests.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.BackupBuilder;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.Route;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.transfer.TransferStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds when nothing else is said, and that something else can be said. */
class DefaultsTest extends SpaceTest {
  private static final int DEFAULT_CONCURRENCY = 5;

  private final ManualClock clock = ManualClock.now();

  @Override
  Clock clock() {
    return clock;
  }

  @Test
  void fiveObjectsAreWorkedOnAtOnce() {
    assertThat(mostAtOnce(full(), DEFAULT_CONCURRENCY)).isEqualTo(DEFAULT_CONCURRENCY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void orAsManyAsAreAskedFor(int concurrency) {
    assertThat(mostAtOnce(full().concurrency(concurrency), concurrency)).isEqualTo(concurrency);
  }

  /** Objects whose streams only open together with others; so many of them are there. */
  private static int mostAtOnce(BackupBuilder<?> backup, int together) {
    CyclicBarrier meeting = new CyclicBarrier(together);
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<SourceObject> objects = new ArrayList<>();
    for (int i = 0; i < 40 * together; i++) {
      objects.add(SourceObject.of("object-" + i, () -> opened(meeting, open, most)));
    }
    assertThat(backup.source(objects).run().orElseThrow().count()).isEqualTo(objects.size());
    return most.get();
  }

  private static InputStream opened(CyclicBarrier meeting, AtomicInteger open, AtomicInteger most)
      throws IOException {
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      meeting.await(1, TimeUnit.MINUTES);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IOException("fewer at once than expected", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
    return new ByteArrayInputStream(new byte[] {1});
  }

  @Test
  void aRequestIsTriedAgainThreeTimes() {
    server.faults().on(put()).answer(503);

    assertThat(full().source(one()).run().status()).isNotEqualTo(TransferStatus.SUCCEEDED);

    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10})
  void orAsOftenAsIsAskedFor(int retries) {
    server.faults().on(put()).answer(503);

    assertThat(full().source(one()).retries(retries).run().status())
        .isNotEqualTo(TransferStatus.SUCCEEDED);

    assertThat(server.journal().entries("PUT", Route.OBJECT)).hasSize(1 + retries);
  }

  @Test
  void aRestoreTriesAgainThreeTimesToo() {
    full().source(one()).run().orElseThrow();
    server.faults().on(get()).answer(503);

    assertThat(Backups.restore(client, server).target(temporary.resolve("target")).run().status())
        .isNotEqualTo(TransferStatus.SUCCEEDED);

    assertThat(server.journal().entries("GET", Route.OBJECT)).hasSize(4);
  }

  @Test
  void theWidestBoundsAreTaken() {
    full().source(one()).concurrency(256).retries(10).run().orElseThrow();
  }

  @Test
  void whoSignsIsBothTheServerAndTheSigner() {
    full().source(one()).run().orElseThrow();
    full().serverDid("").signerDid("").source(one()).run().orElseThrow();
    Backups.restore(client, server).target(temporary.resolve("target")).run().orElseThrow();

    String wallet = server.wallet().address();
    assertThat(server.records())
        .hasSize(3)
        .allMatch(record -> wallet.equals(record.text("serverDid")))
        .filteredOn(record -> record.actionType().equals("app-backup"))
        .hasSize(2)
        .allMatch(record -> wallet.equals(record.text("signerDid")));
  }

  @Test
  void didsMayBeGivenInFullAndAreSentWithoutTheirPrefix() {
    String app = server.appDid().address();
    String full = server.appDid().toUri();
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(server.endpoint().replace(app, full))
            .wallet(server.wallet())
            .build()) {
      client
          .backup()
          .blocklet()
          .appDid(full)
          .userDid(full)
          .serverDid(full)
          .signerDid(full)
          .referrer("https://my.app/settings/backup")
          .appName("My app")
          .appDescription("Tasks")
          .source(one())
          .run()
          .orElseThrow();
    }

    StoredRecord record = server.records().get(0);
    assertThat(record.text("userDid")).isEqualTo(app);
    assertThat(record.text("serverDid")).isEqualTo(app);
    assertThat(record.text("signerDid")).isEqualTo(app);
    assertThat(server.objects().keys()).allMatch(key -> key.startsWith(".did-objects/" + app));
    assertThat(server.journal().entries()).noneMatch(entry -> entry.target().contains("did:abt:"));
  }

  @Test
  void filesOfTheFinderAndOfEditorsAreLeftOut() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("data/deep"));
    for (String name : List.of("a.txt", "a.txt~", ".DS_Store", "DS_Store")) {
      Files.writeString(folder.resolve(name), name);
    }

    full().source(temporary.resolve("data")).run().orElseThrow();

    assertThat(server.objects().keys())
        .containsExactlyInAnyOrder(
            Backups.folder(server) + "deep/a.txt", Backups.folder(server) + "deep/DS_Store");
  }

  private BackupBuilder<?> full() {
    return Backups.full(client, server).stateDirectory(temporary.resolve("state"));
  }

  private static List<SourceObject> one() {
    return List.of(SourceObject.of("a", new byte[10]));
  }
}
