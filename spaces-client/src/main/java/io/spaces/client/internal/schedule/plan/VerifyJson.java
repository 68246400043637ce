package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.schedule.BackupPlanBuilder;
import io.spaces.client.schedule.PlanVerification;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What makes a plan one that verifies, as JSON. */
final class VerifyJson {
  private static final String NAME = "verify";

  private VerifyJson() {}

  /** Writes nothing for a plan that backs up, so that a node of before can read it. */
  static void write(@Nullable PlanVerification verification, ObjectNode plan) {
    if (verification == null) {
      return;
    }
    ObjectNode node = plan.putObject(NAME);
    Long bytes = verification.budgetBytes();
    if (bytes != null) {
      node.put("budgetBytes", bytes);
    }
    Duration time = verification.budgetTime();
    if (time != null) {
      node.put("budgetTime", JsonFields.text(time));
    }
  }

  /** Whether it is there. */
  static boolean read(JsonFields fields, BackupPlanBuilder builder) {
    boolean[] there = {false};
    fields.ifPresent(
        NAME,
        () -> {
          there[0] = true;
          builder.verify(read(fields.object(NAME)));
        });
    return there[0];
  }

  private static PlanVerification read(JsonFields fields) {
    Long[] bytes = {null};
    Duration[] time = {null};
    fields.ifPresent("budgetBytes", () -> bytes[0] = fields.bigNumber("budgetBytes"));
    fields.ifPresent("budgetTime", () -> time[0] = fields.duration("budgetTime"));
    fields.nothingElse();
    return fields.make(() -> new PlanVerification(bytes[0], time[0]), Map.of());
  }
}
