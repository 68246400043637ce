package io.spaces.client.examples.recipes;

import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.NotifyOn;
import io.spaces.client.schedule.Overlap;
import io.spaces.client.schedule.SecretRef;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;

/** Backs a folder up every night, and once right now. */
public final class FollowPlans {
  private FollowPlans() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   */
  public static void main(String[] args) throws IOException {
    CompletableFuture<BackupJob> ended = new CompletableFuture<>();
    try (PracticeSpace space = PracticeSpace.of(args);
        BackupScheduler scheduler =
            BackupScheduler.builder()
                // .dataSource(dataSource) shares plans with other nodes and survives restarts
                .secrets(space.secrets())
                .notifier((plan, job) -> ended.complete(job))
                .build()
                .start()) {
      scheduler.add(
          BackupPlan.builder("nightly")
              .cron("30 1 * * *") // also 6 fields, seconds first, and @daily
              .zone(ZoneId.of("Europe/Berlin"))
              .source(space.folder())
              .exclude("*.tmp")
              .destination(
                  Destination.builder(space.endpoint()).wallet(SecretRef.named("wallet")).build())
              .retention(Retention.parse("DAILY 7 WEEKLY 4 MONTHLY 12"))
              .overlap(Overlap.SKIP)
              .notifyOn(NotifyOn.ALWAYS)
              .build());

      scheduler.list().forEach(state -> System.out.println("next run: " + state.nextRun()));
      scheduler.trigger("nightly", "Before the update"); // now, whatever the schedule says
      BackupJob job = ended.join();
      System.out.println(job.status() + ": " + job.count() + " objects, " + job.description());
    }
  }
}
