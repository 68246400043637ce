package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.testkit.StoredRecord;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.storage.Area;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Makes and changes records. The answer to every request is the record as the audit log has it. */
final class RecordRoutes {
  private final Space space;

  RecordRoutes(Space space) {
    this.space = space;
  }

  Answer open(Call call, Area area, RecordForm form) throws IOException {
    ObjectNode body = Json.read(call);
    if (space.rules().checked()) {
      form.check(body, space.rules());
    }
    boolean sync = form == RecordForm.SYNC;
    Instant now = space.rules().clock().instant();
    Map<String, Object> data =
        sync ? Json.map(body.path("data")) : new LinkedHashMap<>(Json.map(body));
    StoredRecord record =
        new StoredRecord(
            UUID.randomUUID().toString(),
            sync ? body.path("actionType").asText(form.actionType()) : form.actionType(),
            "pending",
            "",
            now,
            now,
            data);
    call.note(record.status());
    return answer(area, area.record(record));
  }

  Answer update(Call call, Area area, RecordForm form) throws IOException {
    ObjectNode body = Json.read(call);
    if (space.rules().checked()) {
      form.checkChange(body, space.rules());
    }
    String id = body.path("id").asText();
    StoredRecord changed = area.change(id, old -> changed(old, body, form));
    if (changed == null) {
      throw new RefusedException(404, "There is no record with the id " + id + ".");
    }
    call.note(changed.status());
    return answer(area, changed);
  }

  private StoredRecord changed(StoredRecord old, ObjectNode body, RecordForm form) {
    if (space.rules().strict() && !old.actionType().equals(form.actionType())) {
      throw RefusedException.badRequest(
          "The record " + old.id() + " is of an " + old.actionType() + ".");
    }
    Map<String, Object> data = new LinkedHashMap<>(old.data());
    JsonNode more = body.get("data");
    if (more instanceof ObjectNode) {
      data.putAll(Json.map(more));
    }
    boolean sync = form == RecordForm.SYNC;
    return new StoredRecord(
        old.id(),
        old.actionType(),
        text(body, "status", sync ? old.status() : "default"),
        text(body, sync ? "reason" : "message", sync ? old.message() : ""),
        old.createdAt(),
        space.rules().clock().instant(),
        data);
  }

  private static String text(ObjectNode body, String field, String otherwise) {
    String value = body.path(field).asText("");
    return value.isEmpty() ? otherwise : value;
  }

  private static Answer answer(Area area, StoredRecord record) {
    return Answer.json(Json.bytes(HistoryRoutes.entry(area, record)));
  }
}
