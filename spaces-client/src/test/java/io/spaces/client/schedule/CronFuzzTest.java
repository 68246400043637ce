package io.spaces.client.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;
import java.time.Instant;
import java.time.ZoneId;

/** Any text is a schedule whose times go forward, or refused as one. */
public class CronFuzzTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final Instant BEFORE_THE_GAP = Instant.parse("2027-03-28T00:59:59Z");

  @FuzzTest
  public void anyTextIsAScheduleOrADocumentedError(byte[] data) {
    String text = new String(data, UTF_8);
    CronSchedule schedule;
    try {
      schedule = CronSchedule.parse(text, ZONE);
    } catch (InvalidParameterException documented) {
      return;
    }
    Instant first = schedule.next(BEFORE_THE_GAP).orElseThrow();
    assertThat(first).isAfter(BEFORE_THE_GAP);
    assertThat(schedule.next(first).orElseThrow()).isAfter(first);
  }
}
