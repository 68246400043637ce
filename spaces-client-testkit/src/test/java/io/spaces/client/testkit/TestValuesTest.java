package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.history.HistoryRecord;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestValuesTest {
  @Test
  void eachIsTheSameEachTimeAndOtherwiseOnlyInWhatATestSays() {
    assertThat(TestValues.file("a").build()).isEqualTo(TestValues.file("a").build());
    assertThat(TestValues.spaceObject("a").build()).isEqualTo(TestValues.spaceObject("a").build());
    assertThat(TestValues.spaceStatus().build().takesBackups()).isTrue();
    assertThat(TestValues.spaceStatus().full(true).build().takesBackups()).isFalse();
    HistoryRecord record = TestValues.backupRecord("7").count(9).build();
    assertThat(record.duration()).isEqualTo(Duration.ofSeconds(30));
    assertThat(record.count()).isEqualTo(9);
  }

  @Test
  void rulesCanBeTriedOnSnapshotsOfATest() {
    Snapshot night = TestValues.snapshot("0000000000000001").build();
    Snapshot broken = TestValues.snapshot("0000000000000002").complete(false).build();

    assertThat(Retention.files(1).obsolete(List.of(night, broken), Instant.now()))
        .doesNotContain(night);
  }
}
