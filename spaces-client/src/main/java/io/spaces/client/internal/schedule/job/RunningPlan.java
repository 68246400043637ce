package io.spaces.client.internal.schedule.job;

import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupRun;
import io.spaces.client.schedule.DataKind;
import io.spaces.client.schedule.PlanSource;
import io.spaces.client.transfer.TransferListener;
import java.util.List;
import java.util.Set;

/** What a runner gets to know. */
public record RunningPlan(
    BackupPlan plan,
    BackupJob job,
    Firing firing,
    TransferListener listener,
    Cancellation cancellation)
    implements BackupRun {
  @Override
  public Set<DataKind> selection() {
    return firing.selectionOf(plan);
  }

  @Override
  public List<PlanSource> sources() {
    return firing.sourcesOf(plan);
  }

  @Override
  public void onCancel(Runnable action) {
    cancellation.onCancel(action);
  }
}
