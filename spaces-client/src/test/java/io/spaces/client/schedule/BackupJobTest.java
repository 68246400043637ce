package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.transfer.Warning;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupJobTest {
  private static final BackupJob WAITING =
      BackupJob.builder("1", "nightly", Instant.parse("2026-01-31T01:30:00Z")).build();

  private static final BackupJob ENDED =
      WAITING.toBuilder()
          .strategy(Strategy.MANUAL)
          .status(JobStatus.FAILED)
          .description("für \"später\"\n")
          .startedAt(Instant.parse("2026-01-31T01:30:00.000000001Z"))
          .endedAt(Instant.parse("2026-01-31T01:31:00Z"))
          .node("node")
          .destination("https://space.example/")
          .count(3)
          .size(Long.MAX_VALUE)
          .errorCount(1)
          .recordId("record")
          .snapshotId("snapshot")
          .message("The space is full")
          .warnings(List.of(new Warning(Warning.Code.RETENTION_FAILED, "older ones stay")))
          .set("nightly/database")
          .build();

  @Test
  void isReadFromJsonAsItWasWritten() {
    assertThat(BackupJob.fromJson(WAITING.toJson())).isEqualTo(WAITING);
    assertThat(BackupJob.fromJson(ENDED.toJson())).isEqualTo(ENDED);
    assertThat(ENDED.toJson()).doesNotContain("\n");
  }

  @Test
  void whatALaterReleaseAddsIsLeftOut() {
    String later =
        ENDED
            .toJson()
            .replaceFirst("\\{", "{\"mood\": \"good\", ")
            .replaceFirst("\\[\\{", "[{\"code\": \"NEVER_HEARD_OF\", \"text\": \"\"}, {");

    assertThat(BackupJob.fromJson(later)).isEqualTo(ENDED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "{",
        "{}",
        "{\"id\": \"1\", \"plan\": \"nightly\"}",
        "{\"id\": \"1\", \"plan\": \"nightly\", \"dueAt\": \"tomorrow\","
            + " \"strategy\": \"MANUAL\", \"status\": \"FAILED\"}",
        "{\"plan\": \"nightly\", \"dueAt\": \"2026-01-31T01:30:00Z\","
            + " \"strategy\": \"MANUAL\", \"status\": \"FAILED\"}"
      })
  void whatIsNoJobIsRefused(String json) {
    assertThatThrownBy(() -> BackupJob.fromJson(json))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("json is ");
  }
}
