package io.spaces.client.internal.schedule.job;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.DataKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a runner gets to know. */
public record RunningPlan(
    BackupPlan plan,
    BackupJob job,
    @Nullable Set<DataKind> chosen,
    BackupListener listener,
    Cancellation cancellation)
    implements BackupRun {
  @Override
  public Set<DataKind> selection() {
    return chosen == null ? plan.selection() : chosen;
  }

  @Override
  public void onCancel(Runnable action) {
    cancellation.onCancel(action);
  }
}
