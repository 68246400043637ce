package io.spaces.client.internal.schedule.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.error.SpaceException;
import io.spaces.client.internal.schedule.job.JobJson;
import io.spaces.client.schedule.BackupPlan;
import io.spaces.client.schedule.Notification;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Notifications as they wait on disk. Plans hold references to secrets and no secrets; where a
 * notification goes to is the notifier's affair and not written down.
 */
final class NotificationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NotificationJson() {}

  static byte[] write(Notification notification) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", notification.id());
    node.put("event", notification.event().name());
    node.put("at", notification.at().toString());
    node.put("plan", notification.plan().toJson());
    node.set("job", JobJson.write(notification.job()));
    return JSON.writeValueAsBytes(node);
  }

  static Notification read(byte[] bytes) throws IOException {
    JsonNode node = JSON.readTree(bytes);
    try {
      return new Notification(
          node.path("id").asText(),
          Notification.Event.valueOf(node.path("event").asText()),
          Instant.parse(node.path("at").asText()),
          BackupPlan.fromJson(node.path("plan").asText()),
          JobJson.read(node.path("job"))
              .orElseThrow(() -> new IllegalArgumentException("its job makes no sense")),
          0);
    } catch (SpaceException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("it is damaged, or of another release", e);
    }
  }
}
