package io.spaces.client.examples.console;

import io.spaces.client.App;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Layout;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.examples.TemporaryFolder;
import io.spaces.client.history.Strategy;
import io.spaces.client.identity.Wallet;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SpaceServer;
import io.spaces.client.transfer.TransferListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Real backups of the last months, made in some seconds on a clock that stands in the past. */
final class SampleHistory {
  private static final long SEED = 42;
  private static final int DAYS = 100;
  private static final List<String> OCCASIONS =
      List.of("Before the update", "Before moving to the new server", "After the clean-up");

  private final Path root;
  private final Wallet wallet;
  private final Random random = new Random(SEED);

  SampleHistory(Path root, Wallet wallet) {
    this.root = root;
    this.wallet = wallet;
  }

  void write() throws IOException {
    ZoneId zone = ZoneId.systemDefault();
    LocalDate today = LocalDate.now(zone);
    ManualClock clock = ManualClock.at(today.minusDays(DAYS).atStartOfDay(zone).toInstant());
    Ledger ledger = Ledger.open(SampleSpace.state(root).resolve("jobs.jsonl"));
    try (TemporaryFolder caches = TemporaryFolder.create("spaces-sample-");
        SpaceServer server =
            SpaceServer.builder()
                .disk(SampleSpace.space(root))
                .app(wallet)
                .clock(clock)
                .journal(0)
                .start();
        SpaceClient client =
            SpaceClient.builder()
                .endpoint(server.endpoint())
                .wallet(wallet)
                .app(app(server))
                .clock(clock)
                .build()) {
      for (int day = 0; day < DAYS; day++) {
        LocalDate date = today.minusDays(DAYS - day);
        SampleData.change(SampleSpace.data(root), day);
        if (random.nextInt(9) > 0) {
          clock.set(date.atTime(2, 30).atZone(zone).toInstant());
          String description = SampleSpace.PLAN + " " + date + " 02:30";
          ledger.add(backUp(client, server, clock, caches.path(), Strategy.AUTOMATIC, description));
        }
        if (random.nextInt(8) == 0) {
          LocalTime time = LocalTime.of(9 + random.nextInt(9), random.nextInt(60));
          clock.set(date.atTime(time).atZone(zone).toInstant());
          String occasion = OCCASIONS.get(random.nextInt(OCCASIONS.size()));
          ledger.add(backUp(client, server, clock, caches.path(), Strategy.MANUAL, occasion));
        }
      }
    }
  }

  private App app(SpaceServer server) {
    return App.builder()
        .pid(wallet.address())
        .did(wallet.address())
        .user(wallet.address())
        .name("Tasks")
        .description("Sample data of the console")
        .referrer(server.origin() + "/")
        .build();
  }

  private BackupJob backUp(
      SpaceClient client,
      SpaceServer server,
      ManualClock clock,
      Path caches,
      Strategy strategy,
      String description) {
    Instant start = clock.instant();
    Path data = SampleSpace.data(root);
    Source source =
        Source.of(
            Source.folder(data.resolve("databases/tasks"), "databases/tasks"),
            Source.folder(data.resolve("uploads"), "uploads"),
            Source.folder(data.resolve("documents"), "documents"));
    boolean damaged = random.nextInt(14) == 0;
    BackupResult result =
        client
            .incrementalBackup()
            .blocklet()
            .source(damaged ? Source.of(source, unreadable()) : source)
            .stateDirectory(caches)
            .layout(Layout.VAULT)
            .zip(true)
            .set(SampleSpace.PLAN)
            .description(description)
            .listener(takingTime(clock))
            .run();
    return BackupJob.builder(UUID.randomUUID().toString(), SampleSpace.PLAN, start)
        .strategy(strategy)
        .status(JobStatus.valueOf(result.status().name()))
        .description(description)
        .startedAt(start)
        .endedAt(clock.instant())
        .node("sample")
        .destination(server.endpoint())
        .count(result.count())
        .size(result.size())
        .errorCount(result.errorCount())
        .recordId(result.recordId())
        .snapshotId(result.snapshotId())
        .message(damaged ? result.statusMessage() : "")
        .warnings(result.warnings())
        .set(SampleSpace.PLAN)
        .build();
  }

  private TransferListener takingTime(ManualClock clock) {
    Duration time = Duration.ofSeconds(20 + random.nextInt(100));
    return new TransferListener() {
      @Override
      public void started() {
        clock.advance(time);
      }
    };
  }

  private static Source unreadable() {
    return Source.objects(
        List.of(
            SourceObject.of(
                "uploads/half a photo.jpg",
                () -> {
                  throw new IOException("The disk has a bad sector");
                })));
  }
}
