package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Refusal;
import io.spaces.client.testkit.internal.storage.Area;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Makes and changes records. The answer to every request is the record with its id, status, message
 * and times, and whatever the client sent when it was made.
 */
final class RecordRoutes {
  private final Space space;

  RecordRoutes(Space space) {
    this.space = space;
  }

  Answer open(Call call, Area area, RecordForm form) throws IOException {
    ObjectNode body = Json.read(call);
    if (space.rules().verification()) {
      form.check(body);
    }
    boolean sync = form == RecordForm.SYNC;
    Instant now = space.rules().clock().instant();
    Map<String, Object> data =
        sync ? Json.map(body.path("data")) : new LinkedHashMap<>(Json.map(body));
    StoredRecord record =
        new StoredRecord(
            UUID.randomUUID().toString(),
            sync ? body.path("actionType").asText(form.actionType()) : form.actionType(),
            body.path("status").asText("pending"),
            "",
            now,
            now,
            data);
    call.note(record.status());
    return answer(area, area.record(record), sync);
  }

  Answer update(Call call, Area area, RecordForm form) throws IOException {
    ObjectNode body = Json.read(call);
    if (space.rules().verification()) {
      form.checkChange(body);
    }
    boolean sync = form == RecordForm.SYNC;
    String id = body.path("id").asText();
    StoredRecord changed = area.change(id, old -> changed(old, body, form));
    if (changed == null) {
      throw new Refusal(404, "There is no record with the id " + id + ".");
    }
    call.note(changed.status());
    return answer(area, changed, sync);
  }

  private StoredRecord changed(StoredRecord old, ObjectNode body, RecordForm form) {
    if (form != RecordForm.SYNC && !old.actionType().equals(form.actionType())) {
      throw Refusal.badRequest("The record " + old.id() + " is of an " + old.actionType() + ".");
    }
    Map<String, Object> data = new LinkedHashMap<>(old.data());
    JsonNode more = body.get("data");
    if (more instanceof ObjectNode) {
      data.putAll(Json.map(more));
    }
    String reason = form == RecordForm.SYNC ? "reason" : "message";
    return new StoredRecord(
        old.id(),
        old.actionType(),
        body.path("status").asText(old.status()),
        body.path(reason).asText(old.message()),
        old.createdAt(),
        space.rules().clock().instant(),
        data);
  }

  private static Answer answer(Area area, StoredRecord record, boolean sync) {
    return Answer.json(Json.bytes(sync ? HistoryRoutes.entry(area, record) : flat(area, record)));
  }

  private static Map<String, Object> flat(Area area, StoredRecord record) {
    Map<String, Object> flat = new LinkedHashMap<>(record.data());
    flat.put("id", record.id());
    flat.put("appDid", area.name());
    flat.put("status", record.status());
    flat.put("message", record.message());
    flat.put("createdAt", record.createdAt().toString());
    flat.put("updatedAt", record.updatedAt().toString());
    return flat;
  }
}
