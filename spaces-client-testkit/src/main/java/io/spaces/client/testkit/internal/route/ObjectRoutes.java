package io.spaces.client.testkit.internal.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.testkit.Database;
import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.http.RequestedKeys;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Blob;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes of objects, in and out. */
final class ObjectRoutes {
  private static final String OCTETS = "application/octet-stream";

  /** How long a key's whole path may be on PostgreSQL. */
  private static final int LONGEST_PATH = 1_024;

  private final Space space;

  ObjectRoutes(Space space) {
    this.space = space;
  }

  Answer put(Call call, Area area) throws IOException {
    String key = key(call);
    if (key.isEmpty() || key.endsWith("/")) {
      return Answer.empty(200); // a folder, which is there as soon as something is in it
    }
    checkLength(area, key);
    boolean strict = space.rules().strict();
    String announced = announced(call, strict);
    if (isRefused(area, key)) {
      throw full();
    }
    try (Upload upload = new Upload(area, call.length(), space.rules().checked(), strict)) {
      upload.read(call);
      String hash = announced;
      if (space.rules().checked()) {
        hash = upload.hash();
        if (announced != null && !hash.equals(announced)) {
          throw RefusedException.badRequest(
              "The header x-hash is " + announced + ", but the data that arrived has " + hash);
        }
      }
      store(area, key, upload, hash);
    }
    return Answer.empty(200);
  }

  private void store(Area area, String key, Upload upload, @Nullable String hash)
      throws IOException {
    Entry old = area.find(key);
    String metadata = metadata(old, upload.metadata());
    long now = space.rules().clock().millis();
    if (!upload.hasData() && old != null) { // only its metadata is new
      area.put(new Entry(key, old.size(), old.hash(), now, metadata, old.blob()));
      return;
    }
    Blob blob = upload.finish();
    if (!area.put(new Entry(key, upload.size(), hash, now, metadata, blob))) {
      blob.discard();
      throw full();
    }
  }

  private @Nullable String announced(Call call, boolean strict) {
    String announced = call.header("x-hash");
    if (strict && (announced == null || ContentHash.fromCid(announced) == null)) {
      throw RefusedException.badRequest(
          "The header x-hash is "
              + (announced == null ? "missing" : announced)
              + "; expected the content hash of the data.");
    }
    // The official client writes the word when it does not know the hash.
    return "undefined".equals(announced) ? null : announced;
  }

  /** What comes in is added to what is there. */
  private static @Nullable String metadata(@Nullable Entry old, @Nullable String fresh) {
    String before = old == null ? null : old.metadata();
    if (before == null || fresh == null) {
      return fresh == null ? before : fresh;
    }
    ObjectNode both = Json.object(before);
    both.setAll(Json.object(fresh));
    return both.toString();
  }

  private boolean isRefused(Area area, String key) {
    return space.capacity().isFull() && area.find(key) == null;
  }

  private RefusedException full() {
    return new RefusedException(
        space.rules().readings().fullStatus(),
        "Insufficient free space, total capacity is "
            + bytes(space.capacity().total())
            + ", used capacity is "
            + bytes(space.capacity().used()));
  }

  private static String bytes(long number) {
    double left = number;
    for (String unit : List.of("B", "KiB", "MiB", "GiB", "TiB")) {
      if (left < 1_024) {
        return String.format(Locale.ROOT, "%.2f %s", left, unit);
      }
      left /= 1_024;
    }
    return String.format(Locale.ROOT, "%.2f PiB", left);
  }

  private void checkLength(Area area, String key) {
    int length = "/apps/".length() + area.name().length() + 1 + key.length();
    if (space.rules().readings().database() == Database.POSTGRES && length > LONGEST_PATH) {
      throw new RefusedException(500, "Validation error: Validation len on key failed");
    }
  }

  /** The key as the core understands it, which a strict server wants to see from the start. */
  private String key(Call call) {
    if (space.rules().strict() && RequestedKeys.isUnsafe(call.key())) {
      throw RefusedException.badRequest(
          "The key in the path does not name an object: " + call.key());
    }
    return RequestedKeys.join(call.key());
  }

  Answer get(Call call, Area area) throws IOException {
    String key = key(call);
    while (true) {
      Entry entry = area.find(key);
      if (entry == null) {
        return absent("Object not exists");
      }
      try {
        return entry.size() == 0 ? nothing(call, entry) : content(call, entry);
      } catch (NoSuchFileException e) {
        // Replaced or deleted since it was found: look again.
        if (entry.equals(area.find(key))) {
          throw e;
        }
      } catch (FileNotFoundException e) {
        throw new RefusedException(404, "There is no content of " + key + ": " + e.getMessage());
      }
    }
  }

  private Answer absent(String words) {
    int status = space.rules().readings().absentObject();
    if (status >= 400) {
      throw new RefusedException(status, words);
    }
    return Answer.empty(status);
  }

  private static Answer nothing(Call call, Entry entry) {
    return Answer.headers(200, headers(call, entry));
  }

  private static Map<String, String> headers(Call call, Entry entry) {
    Map<String, String> headers = new LinkedHashMap<>();
    String type = call.header("x-content-type");
    headers.put("Content-Type", type == null ? OCTETS : type);
    if (entry.hash() != null) {
      headers.put("x-hash", entry.hash());
    }
    return headers;
  }

  private Answer content(Call call, Entry entry) throws IOException {
    InputStream bytes = entry.blob().open();
    return new Answer(
        200,
        headers(call, entry),
        space.rules().readings().contentLength() ? entry.size() : -1,
        out -> {
          try (bytes) {
            bytes.transferTo(out);
          }
        });
  }

  /** Answers the same whether there was such an object or not, so that it can be asked again. */
  Answer delete(Call call, Area area) throws IOException {
    String key = key(call);
    boolean deleted;
    if (key.isEmpty() || key.endsWith("/")) {
      deleted = false;
      Database database = space.rules().readings().database();
      for (String below : List.copyOf(Like.prefix(area.below(""), key, database).keySet())) {
        deleted |= area.delete(below);
      }
    } else {
      deleted = area.delete(key);
    }
    call.note(deleted ? "" : "nothing to delete");
    return Answer.empty(200);
  }
}
