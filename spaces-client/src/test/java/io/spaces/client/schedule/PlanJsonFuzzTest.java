package io.spaces.client.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.error.InvalidParameterException;

/** Any text is a plan, or refused as one. */
public class PlanJsonFuzzTest {
  @FuzzTest
  public void anyTextIsAPlanOrADocumentedError(byte[] data) {
    String text = new String(data, UTF_8);
    BackupPlan plan;
    try {
      plan = BackupPlan.fromJson(text);
    } catch (InvalidParameterException documented) {
      return;
    }
    assertThat(BackupPlan.fromJson(plan.toJson())).isEqualTo(plan);
  }
}
