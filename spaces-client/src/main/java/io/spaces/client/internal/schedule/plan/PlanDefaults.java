package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.InvalidParameterException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields that plans have where they do not say otherwise. A plan's field takes the place of the
 * default's; in a destination, and in the policies for trouble, field by field.
 */
final class PlanDefaults {
  static final String NAME = "defaults";

  /** Two plans of one name cannot be, and of one set they would remove each other's snapshots. */
  private static final List<String> OWN = List.of("name", "set");

  private static final Set<String> MERGED = Set.of("destination", "onTrouble");

  private final ObjectNode defaults;

  PlanDefaults(JsonNode node) {
    new JsonFields(node, NAME + ".");
    defaults = (ObjectNode) node;
    for (String own : OWN) {
      if (defaults.has(own)) {
        throw new InvalidParameterException(
            NAME + "." + own, "would be the same for all plans; expected it in each plan");
      }
    }
  }

  static PlanDefaults none() {
    return new PlanDefaults(JsonNodeFactory.instance.objectNode());
  }

  /** The plan with all that it leaves to the defaults; a null in it leaves nothing to them. */
  JsonNode fill(JsonNode plan) {
    if (!plan.isObject()) {
      return plan;
    }
    ObjectNode filled = defaults.deepCopy();
    for (Map.Entry<String, JsonNode> field : plan.properties()) {
      String name = field.getKey();
      if (isMerged(name, plan)) {
        ((ObjectNode) filled.get(name)).setAll((ObjectNode) field.getValue());
      } else {
        filled.set(name, field.getValue());
      }
    }
    return filled;
  }

  private boolean isMerged(String name, JsonNode plan) {
    return MERGED.contains(name) && plan.path(name).isObject() && defaults.path(name).isObject();
  }

  /** An error in a plan that is one of the defaults is told where it is, and for which plan. */
  InvalidParameterException blame(InvalidParameterException e, JsonNode plan, String path) {
    String field = e.parameter().startsWith(path) ? e.parameter().substring(path.length()) : "";
    String[] parts = field.split("[.\\[]", 3);
    String first = parts[0];
    boolean inherited = defaults.has(first) && !plan.has(first);
    boolean merged =
        isMerged(first, plan)
            && parts.length > 1
            && defaults.get(first).has(parts[1])
            && !plan.get(first).has(parts[1]);
    return inherited || merged
        ? new InvalidParameterException(
            NAME + "." + field,
            JsonFields.problem(e) + ", for the plan \"" + plan.path("name").asText() + "\"")
        : e;
  }
}
