package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.schedule.Hook;
import io.spaces.client.schedule.SecretRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan's programs before and after its runs as JSON. */
final class HookJson {
  private static final Hook USUAL = Hook.program("true");

  private HookJson() {}

  /** Writes nothing where there are none, so that a node of before can read the plan. */
  static void write(String name, List<Hook> hooks, ObjectNode plan) {
    if (hooks.isEmpty()) {
      return;
    }
    ArrayNode array = plan.putArray(name);
    for (Hook hook : hooks) {
      ObjectNode node = array.addObject();
      ArrayNode argv = node.putArray("argv");
      hook.argv().forEach(argv::add);
      if (!hook.environment().isEmpty()) {
        ObjectNode environment = node.putObject("environment");
        new TreeMap<>(hook.environment())
            .forEach((variable, value) -> environment.put(variable, value.toString()));
      }
      if (!hook.timeLimit().equals(USUAL.timeLimit())) {
        node.put("timeLimit", JsonFields.text(hook.timeLimit()));
      }
      if (!hook.essential()) {
        node.put("essential", false);
      }
    }
  }

  static Hook read(JsonFields fields) {
    Hook[] hook = {fields.make(() -> Hook.program(fields.texts("argv")), Map.of())};
    fields.ifPresent(
        "environment",
        () -> {
          JsonFields variables = fields.object("environment");
          Map<String, SecretRef> environment = new TreeMap<>();
          variables.names().forEach(name -> environment.put(name, variables.secret(name)));
          hook[0] = hook[0].environment(environment);
        });
    fields.ifPresent("timeLimit", () -> hook[0] = hook[0].timeLimit(fields.duration("timeLimit")));
    fields.ifPresent("essential", () -> hook[0] = hook[0].essential(fields.flag("essential")));
    fields.nothingElse();
    return hook[0];
  }
}
