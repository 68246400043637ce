package io.spaces.client.internal.schedule.plan;

import io.spaces.client.BackupBuilder;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Layout;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.PlanEncryption;
import io.spaces.client.schedule.SecretResolver;
import io.spaces.client.snapshot.Retention;
import org.jspecify.annotations.Nullable;

/** What a plan says of its vault, said to a backup. */
public final class VaultChoices {
  private VaultChoices() {}

  /** The plan's encryption with its secret, to be destroyed; null for none. */
  public static @Nullable Encryption encryption(BackupPlan plan, SecretResolver secrets) {
    PlanEncryption encryption = plan.encryption();
    return encryption == null ? null : encryption.resolve(secrets);
  }

  public static <B extends BackupBuilder<B>> void apply(
      BackupRun run, @Nullable Encryption encryption, B backup) {
    BackupPlan plan = run.plan();
    BackupJob job = run.job();
    backup.strategy(job.strategy()).layout(plan.layout());
    if (plan.layout() == Layout.MIRROR) {
      return;
    }
    backup.set(plan.set(run.sources()));
    backup.zip(true).description(job.description());
    Retention rules = plan.retention();
    backup.retention(rules.zone() == null ? rules.zone(plan.schedule().zone()) : rules);
    backup.prune(plan.prune()).grace(plan.grace()).lockWait(plan.lockWait());
    if (plan.compression() != null) {
      backup.compression(plan.compression());
    }
    if (encryption != null) {
      backup.encryption(encryption);
    }
    if (plan.expiry() != null && job.startedAt() != null) {
      backup.expiresAt(job.startedAt().plus(plan.expiry()));
    }
  }
}
