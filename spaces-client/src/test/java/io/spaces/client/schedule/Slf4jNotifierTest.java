package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.transfer.Warning;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class Slf4jNotifierTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  @Test
  void writesASuccessAsInformationAndAllElseAsAnErrorWithItsReason() {
    assertThat(logged(JobStatus.SUCCEEDED, ""))
        .contains("INFO", "nightly", "PRODUCTION", "3 objects", "42 bytes", "PT5S")
        .contains("WARN", "older ones stay")
        .doesNotContain("ERROR");
    for (JobStatus status :
        new JobStatus[] {JobStatus.PARTIAL, JobStatus.FAILED, JobStatus.CANCELLED}) {
      assertThat(logged(status, "The disk was full"))
          .contains("ERROR", "nightly", status.name(), "The disk was full");
    }
  }

  private static String logged(JobStatus status, String message) {
    BackupPlan plan = Plans.plan("nightly", "@daily").build();
    BackupJob job =
        BackupJob.builder("id", "nightly", START)
            .status(status)
            .startedAt(START)
            .endedAt(START.plus(Duration.ofSeconds(5)))
            .node("node")
            .destination("https://space.example")
            .count(3)
            .size(42)
            .errorCount(0)
            .message(message)
            .warnings(List.of(new Warning(Warning.Code.RETENTION_FAILED, "older ones stay")))
            .set("nightly")
            .build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      new Slf4jNotifier().jobEnded(plan, job);
    } finally {
      System.setErr(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
