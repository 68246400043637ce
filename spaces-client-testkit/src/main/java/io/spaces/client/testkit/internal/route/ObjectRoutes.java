package io.spaces.client.testkit.internal.route;

import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.Keys;
import io.spaces.client.testkit.internal.http.Refusal;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Blob;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bytes of objects, in and out. */
final class ObjectRoutes {
  private static final String OCTETS = "application/octet-stream";

  private final Space space;

  ObjectRoutes(Space space) {
    this.space = space;
  }

  Answer put(Call call, Area area) throws IOException {
    String key = call.key();
    if (Keys.isUnsafe(key)) {
      throw Refusal.badRequest("The key in the path does not name an object: " + key);
    }
    boolean verification = space.rules().verification();
    String announced = call.header("x-hash");
    if (verification && (announced == null || ContentHash.fromCid(announced) == null)) {
      throw Refusal.badRequest(
          "The header x-hash is "
              + (announced == null ? "missing" : announced)
              + "; expected the content hash of the data.");
    }
    try (Upload upload = new Upload(area, key, call.length(), verification)) {
      upload.read(call);
      String metadata = upload.metadata();
      if (verification && metadata != null && !Json.isJson(metadata)) {
        throw Refusal.badRequest("The part metadata is not JSON: " + metadata);
      }
      String hash = announced;
      if (verification) {
        hash = upload.hash();
        if (!hash.equals(announced)) {
          throw Refusal.badRequest(
              "The header x-hash is " + announced + ", but the data that arrived has " + hash);
        }
      }
      Blob blob = upload.finish();
      Entry entry =
          new Entry(key, upload.size(), hash, space.rules().clock().millis(), metadata, blob);
      if (!area.put(entry)) {
        blob.discard();
        throw Upload.full(area, key);
      }
    }
    return Answer.empty(200);
  }

  Answer get(Call call, Area area) throws IOException {
    while (true) {
      Entry entry = area.find(call.key());
      if (entry == null) {
        throw new Refusal(404, "There is no object " + call.key() + ".");
      }
      try {
        return entry.size() == 0 ? nothing(entry) : content(entry, entry.blob().open());
      } catch (NoSuchFileException e) {
        // Replaced or deleted since it was found: look again.
        if (entry.equals(area.find(call.key()))) {
          throw e;
        }
      } catch (FileNotFoundException e) {
        throw new Refusal(404, "There is no content of " + call.key() + ": " + e.getMessage());
      }
    }
  }

  private static Answer nothing(Entry entry) {
    return Answer.headers(200, headers(entry));
  }

  private static Map<String, String> headers(Entry entry) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", OCTETS);
    if (entry.hash() != null) {
      headers.put("x-hash", entry.hash());
    }
    return headers;
  }

  private static Answer content(Entry entry, InputStream bytes) {
    return new Answer(
        200,
        headers(entry),
        entry.size(),
        out -> {
          try (bytes) {
            bytes.transferTo(out);
          }
        });
  }

  /** Answers the same whether there was such an object or not, so that it can be asked again. */
  Answer delete(Call call, Area area) throws IOException {
    call.note(area.delete(call.key()) ? "" : "nothing to delete");
    return Answer.empty(200);
  }
}
