package io.spaces.client.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.transfer.ObjectFailure;
import io.spaces.client.transfer.TransferProgress;
import io.spaces.client.transfer.TransferStatus;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunOutcomeTest {
  private static final Pattern PART_OF_ALL = Pattern.compile("(\\d+) of (\\d+) objects");

  @Test
  void noNumberExceedsItsTotalWhateverHappens() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + 1000; seed++) {
      Random random = new Random(seed);
      Monitor monitor = new Monitor("test", List.of(), new ObjectLog("restored", false));
      int objects = random.nextInt(6);
      monitor.totals(objects, objects * 10L);
      monitor.pushing();
      for (int i = 0; i < objects; i++) {
        settle(monitor, "object " + i, random);
        besides(monitor, random);
        checkProgress(monitor.tally().progress(), seed);
      }
      besides(monitor, random);

      RunOutcome outcome = RunOutcome.atTheEnd(monitor.tally(), null);
      Matcher numbers = PART_OF_ALL.matcher(outcome.statusMessage());
      assertThat(numbers.find())
          .as("seed %d: %s", seed, outcome)
          .isEqualTo(outcome.status() == TransferStatus.PARTIAL);
      if (outcome.status() == TransferStatus.PARTIAL) {
        assertThat(Long.parseLong(numbers.group(1)))
            .as("seed %d: %s", seed, outcome.statusMessage())
            .isLessThanOrEqualTo(Long.parseLong(numbers.group(2)));
      }
      RestoreResult.Builder builder = RestoreResult.builder(outcome.status());
      monitor.tally().describe(builder);
      RestoreResult result = builder.build();
      assertThat(result.deleted()).as("seed %d", seed).isBetween(0L, result.count());
      assertThat(result.count() - result.deleted() + result.unchanged())
          .as("seed %d: %s", seed, result)
          .isLessThanOrEqualTo(result.scanned());
    }
  }

  private static void settle(Monitor monitor, String key, Random random) {
    switch (random.nextInt(5)) {
      case 0 -> monitor.unchanged(key, 10);
      case 1 -> monitor.kept(key, 10, "is there");
      case 2 -> monitor.failed(new ObjectFailure(key, "is bad", null));
      case 3 -> {
        monitor.moved(key, 10, 12);
        monitor.lost(new ObjectFailure(key, "is gone", null), 12);
      }
      default -> monitor.moved(key, 10, 12);
    }
  }

  /** What is none of the objects. */
  private static void besides(Monitor monitor, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> monitor.failedOutsideTotals(new ObjectFailure("pipe", "is a pipe", null));
        case 1 -> monitor.deleted("extra");
        default -> monitor.skipped("socket", "is a socket");
      }
    }
  }

  private static void checkProgress(TransferProgress progress, long seed) {
    assertThat(progress.objectsDone())
        .as("seed %d", seed)
        .isLessThanOrEqualTo(progress.objectsTotal());
    assertThat(progress.bytesDone()).as("seed %d", seed).isLessThanOrEqualTo(progress.bytesTotal());
    assertThat(progress.fraction()).as("seed %d", seed).isBetween(0.0, 1.0);
  }
}
