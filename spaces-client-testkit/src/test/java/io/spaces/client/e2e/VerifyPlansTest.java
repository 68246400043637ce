package io.spaces.client.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupJobListener;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.JobStatus;
import io.spaces.client.schedule.Notifier;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.PlanVerification;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plans that verify what others have backed up. */
@Timeout(60)
class VerifyPlansTest {
  @TempDir Path temporary;
  private final BlockingQueue<BackupJob> ended = new LinkedBlockingQueue<>();
  private final List<BackupJob> notified = Collections.synchronizedList(new ArrayList<>());
  private VaultBackups vault;
  private SecretResolver secrets;
  private BackupScheduler scheduler;

  @BeforeEach
  void backUp() throws IOException {
    vault = new VaultBackups(temporary);
    SeededRandom random = new SeededRandom(31);
    for (String set : List.of("one", "two")) {
      vault.source.file(set, random.bytes(50_000));
      vault
          .of(Backups.full(vault.client, vault.server))
          .snapshot(true)
          .encryption(Encryption.key(VaultBackups.KEY))
          .set(set)
          .run()
          .orElseThrow();
    }
    secrets =
        SecretResolver.standard(
            Map.of("wallet", vault.server.wallet().exportSecretKey(), "key", VaultBackups.KEY));
    scheduler =
        BackupScheduler.builder()
            .secrets(secrets)
            .notifier(
                new Notifier() {
                  @Override
                  public void jobEnded(BackupPlan plan, BackupJob job) {
                    notified.add(job);
                  }
                })
            .listener(
                new BackupJobListener() {
                  @Override
                  public void ended(BackupPlan plan, BackupJob job) {
                    ended.add(job);
                  }
                })
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    scheduler.close();
    vault.close();
  }

  private BackupPlanBuilder plan() {
    return BackupPlan.builder("prove")
        .cron("0 3 * * *")
        .destination(
            Destination.builder(vault.server.endpoint())
                .wallet(SecretRef.named("wallet"))
                .appDid(vault.server.appDid().address())
                .build())
        .encryption(PlanEncryption.key(SecretRef.named("key")))
        .stateDirectory(vault.state)
        .verify(PlanVerification.WHOLE);
  }

  private BackupJob run(BackupPlan plan) throws InterruptedException {
    BackupPlan asWritten = BackupPlan.fromJson(plan.toJson());
    assertThat(asWritten).isEqualTo(plan);
    asWritten.check(secrets);
    scheduler.add(asWritten);
    scheduler.trigger(plan.name(), "by hand");
    BackupJob job = requireNonNull(ended.poll(30, TimeUnit.SECONDS));
    scheduler.remove(plan.name());
    return job;
  }

  @Test
  void aRunReadsAllAndIsRecordedAsAJob() throws Exception {
    int objects = vault.server.objects().keys().size();

    BackupJob job = run(plan().build());

    assertThat(job.status()).as(job.message()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(job.message()).contains("of 2 snapshots were read, none is left");
    assertThat(job.size()).isGreaterThan(100_000);
    assertThat(job.snapshotId()).isNull();
    assertThat(job.set()).isNull();
    assertThat(notified).isEmpty();
    assertThat(vault.server.objects().keys().stream().filter(key -> !key.contains("/locks/")))
        .hasSizeLessThanOrEqualTo(objects);
    BackupJob ofSet = run(plan().set("two").build());
    assertThat(ofSet.message()).contains("of 1 snapshots");
    assertThat(ofSet.set()).isEqualTo("two");
  }

  @Test
  void aBudgetGoesOnInTheNextRun() throws Exception {
    BackupPlan little = plan().verify(new PlanVerification(1L, Duration.ofMinutes(30))).build();

    BackupJob first = run(little);
    BackupJob second = run(little);

    assertThat(first.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(List.of(first.count(), second.count())).containsOnly(1L);
    assertThat(second.message()).isNotEqualTo(first.message()).contains("left for the next run");
  }

  @Test
  void whatIsDamagedHasFailedAndIsNotified() throws Exception {
    String pack =
        vault.server.objects().below(vault.folder() + "packs/").stream()
            .map(StoredObject::key)
            .findFirst()
            .orElseThrow();
    vault.server.objects().delete(pack);

    BackupJob job = run(plan().build());

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.message()).contains("NOT sound", pack.substring(pack.indexOf("packs/")));
    assertThat(notified).containsExactly(job);
  }

  @Test
  void aPlanThatVerifiesBacksNothingUp() {
    for (BackupPlanBuilder wrong :
        List.of(
            plan().source(temporary),
            plan().retention(Retention.files(3)),
            plan().expiryHours(5),
            plan().timeLimit(Duration.ofHours(1)))) {
      assertThatThrownBy(wrong::build)
          .isInstanceOf(InvalidParameterException.class)
          .hasMessageContaining("verifies");
    }
    assertThatThrownBy(() -> plan().verify(null).build())
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("sources");
    assertThatThrownBy(() -> new PlanVerification(0L, null))
        .isInstanceOf(InvalidParameterException.class);
  }
}
