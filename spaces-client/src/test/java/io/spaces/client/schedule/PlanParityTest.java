package io.spaces.client.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spaces.client.BlockletBackup;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a backup can be told, a plan can be told, too. */
class PlanParityTest {
  /** What a plan says by another word, and by which. */
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "source", "sources",
          "app", "appName",
          "expiresAt", "expiryHours",
          "credentials", "accessKey",
          "wallet", "secretKey",
          "unreadableFiles", "onTrouble",
          "zip", "compression",
          "snapshot", "layout");

  /** What a plan cannot say, and why not. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("filter", "is a function, which no file can hold; patterns in exclude do"),
          Map.entry("algorithm", "is only one"),
          Map.entry(
              "resend", "heals a mirror once; each run of a plan would send everything again"),
          Map.entry("dryRun", "a plan that changes nothing would pass for a backup"),
          Map.entry("strategy", "the scheduler knows what started a run"),
          Map.entry("listener", "the scheduler has listeners, of all plans"),
          Map.entry("onProgress", "as listener"),
          Map.entry("onObjectUploaded", "as listener"),
          Map.entry("run", "is no parameter"),
          Map.entry("start", "is no parameter"),
          Map.entry("check", "is no parameter"));

  private static Set<String> ofBackups() {
    return Arrays.stream(BlockletBackup.class.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> ofPlans() throws IOException {
    Set<String> fields = new TreeSet<>();
    BackupPlan named =
        Plans.plan("named", "@daily")
            .set("shop")
            .encryption(PlanEncryption.key(SecretRef.env("KEY")))
            .build();
    for (BackupPlan plan : List.of(Plans.everything(), Plans.mirror(), named)) {
      JsonNode json = new JsonMapper().readTree(plan.toJson());
      json.fieldNames().forEachRemaining(fields::add);
      json.path("destination").fieldNames().forEachRemaining(fields::add);
      json.path("encryption").fieldNames().forEachRemaining(fields::add);
    }
    return fields;
  }

  @Test
  void aPlanKnowsEveryParameterOfABackup() throws IOException {
    Set<String> missing = ofBackups();
    missing.removeAll(ofPlans());
    missing.removeAll(LEFT_OUT.keySet());
    missing.removeIf(OTHER_WORDS::containsKey);

    assertThat(missing)
        .as("add these to BackupPlan and Plans.everything(), or give a reason why not")
        .isEmpty();
  }

  @Test
  void whatIsSaidOfParametersHereIsStillTrue() throws IOException {
    assertThat(ofBackups()).containsAll(LEFT_OUT.keySet()).containsAll(OTHER_WORDS.keySet());
    assertThat(ofPlans())
        .containsAll(OTHER_WORDS.values())
        .doesNotContainAnyElementsOf(LEFT_OUT.keySet());
  }
}
