package io.spaces.client.internal.schedule;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.spaces.client.error.SpaceException;
import io.spaces.client.schedule.BackupJob;
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
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // of a later release
          .build();

  private NotificationJson() {}

  static byte[] write(Notification notification) throws IOException {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", notification.id());
    node.put("event", notification.event().name());
    node.put("at", notification.at().toString());
    node.put("plan", notification.plan().toJson());
    node.set("job", JSON.valueToTree(notification.job()));
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
          JSON.treeToValue(node.path("job"), BackupJob.class),
          0);
    } catch (SpaceException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("it is damaged, or of another release", e);
    }
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }
}
