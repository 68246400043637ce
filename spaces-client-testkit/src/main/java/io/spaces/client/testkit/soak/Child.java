package io.spaces.client.testkit.soak;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.identity.Wallet;
import io.spaces.client.snapshot.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A backup, or the upkeep of a vault, in a process of its own, to be killed. */
final class Child {
  private Child() {}

  /**
   * Starts the process.
   *
   * @param keep how many snapshots to keep, or 0 for a backup
   * @param set of which set
   * @param ahead how far the clock of the round is ahead of the system's
   */
  static Process start(
      Job job, String endpoint, Wallet wallet, Duration ahead, int keep, String set)
      throws IOException {
    ProcessBuilder process =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName(),
                job.kind().name(),
                job.app(),
                job.work().toString(),
                endpoint,
                ahead.toString(),
                String.valueOf(keep),
                set));
    process.environment().put("SPACES_SECRET_KEY", wallet.exportSecretKey());
    return process
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Does it.
   *
   * @param args what {@link #start} gives it
   */
  public static void main(String[] args) {
    Job job = new Job(Job.Kind.valueOf(args[0]), args[1], Path.of(args[2]));
    int keep = Integer.parseInt(args[5]);
    try (SpaceClient client =
        SpaceClient.builder()
            .endpoint(args[3])
            .wallet(Wallet.fromSecretKey(System.getenv("SPACES_SECRET_KEY")))
            .clock(Clock.offset(Clock.systemUTC(), Duration.parse(args[4])))
            .build()) {
      if (keep == 0) {
        job.backup(client, true, args[6]).run();
      } else {
        try (Snapshots snapshots = job.snapshots(client)) {
          snapshots.apply(args[6], Retention.files(keep));
          snapshots.prune(Duration.ZERO);
        }
      }
    }
  }
}
