package io.spaces.client.examples.recipes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spaces.client.schedule.BackupJob;
import io.spaces.client.schedule.BackupScheduler;
import io.spaces.client.schedule.MicrometerMetrics;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Measures backups with Micrometer. */
public final class MeasureBackups {
  private MeasureBackups() {}

  /**
   * Runs the recipe.
   *
   * @param args nothing, or an endpoint and a folder
   * @throws IOException when the sample files cannot be made
   */
  public static void main(String[] args) throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry(); // or that of Prometheus, say
    CompletableFuture<BackupJob> ended = new CompletableFuture<>();
    try (PracticeSpace space = PracticeSpace.of(args);
        BackupScheduler scheduler =
            BackupScheduler.builder()
                .secrets(space.secrets())
                .listener(new MicrometerMetrics(registry))
                .notifier((plan, job) -> ended.complete(job))
                .build()
                .start()) {
      scheduler.add(space.plan("nightly"));
      scheduler.trigger("nightly", "");
      ended.join();
    }
    System.out.println(registry.getMetersAsString());
  }
}
