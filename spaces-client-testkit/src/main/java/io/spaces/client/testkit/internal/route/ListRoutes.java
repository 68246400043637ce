package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.http.RefusedException;
import io.spaces.client.testkit.internal.http.RequestedKeys;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Descriptions of objects, of one or of all below a folder. */
final class ListRoutes {
  private final Space space;

  ListRoutes(Space space) {
    this.space = space;
  }

  /** Lists everything below, and no folders, unless the question says {@code false} to either. */
  Answer below(Call call, Area area) {
    String folder = RequestedKeys.join(call.key());
    boolean recursive = !"false".equals(call.query("recursive"));
    boolean directories = "false".equals(call.query("ignoreDirectories"));
    NavigableMap<String, Entry> entries = call.listView().of(area);
    boolean exists = folder.endsWith("/") || folder.isEmpty() || entries.containsKey(folder);
    return new Answer(
        200,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        -1,
        out -> {
          try (ListWriter writer = writer(out, area)) {
            writer.begin();
            if (exists && !Area.below(entries, folder).isEmpty()) {
              if (recursive) {
                recursive(entries, folder, directories, writer);
              } else if (!entries.containsKey(folder)) {
                shallow(Area.below(entries, folder), folder, directories, writer);
              }
            }
            writer.end();
          }
        });
  }

  private ListWriter writer(OutputStream out, Area area) throws IOException {
    return new ListWriter(out, space.identity().space().address(), area.name());
  }

  private void recursive(
      NavigableMap<String, Entry> entries, String folder, boolean directories, ListWriter writer)
      throws IOException {
    String last = "";
    for (Entry entry : Like.prefix(entries, folder, space.rules().readings().database()).values()) {
      String key = entry.key();
      if (directories) {
        int slash = key.indexOf('/', Math.max(0, folder.length() - 1));
        while (slash >= 0) {
          String parent = key.substring(0, slash + 1);
          if (!last.startsWith(parent)) {
            writer.directory(parent, shown(parent, folder, writer), entry.lastModified());
          }
          slash = key.indexOf('/', slash + 1);
        }
        last = key;
      }
      writer.object(entry, shown(key, folder, writer), true);
    }
  }

  /** What a key is shown as: relative to the folder, or whole when it lies elsewhere. */
  private static String shown(String key, String folder, ListWriter writer) {
    return key.startsWith(folder) ? "/" + key.substring(folder.length()) : writer.path(key);
  }

  private static void shallow(
      NavigableMap<String, Entry> entries, String folder, boolean directories, ListWriter writer)
      throws IOException {
    Map.@Nullable Entry<String, Entry> next = entries.firstEntry();
    while (next != null) {
      String key = next.getKey();
      int slash = key.indexOf('/', folder.length());
      if (slash < 0) {
        writer.object(next.getValue(), writer.path(key), true);
        next = entries.higherEntry(key);
      } else {
        String below = key.substring(0, slash + 1);
        if (directories) {
          writer.directory(below, writer.path(below), next.getValue().lastModified());
        }
        // The next character after the slash: the first key that is not in this folder.
        next = entries.ceilingEntry(key.substring(0, slash) + (char) ('/' + 1));
      }
    }
  }

  /** Describes one object, or one folder, whose key ends in a slash; a whole path, and no hash. */
  Answer one(Call call, Area area) throws IOException {
    String key = RequestedKeys.join(call.key());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ListWriter writer = writer(bytes, area)) {
      NavigableMap<String, Entry> entries = call.listView().of(area);
      boolean folder = key.isEmpty() || key.endsWith("/");
      Map.@Nullable Entry<String, Entry> found =
          folder ? Area.below(entries, key).firstEntry() : entry(entries, key);
      if (found == null) {
        return absent(call.key());
      }
      if (folder) {
        writer.directory(key, writer.path(key), found.getValue().lastModified());
      } else {
        writer.object(found.getValue(), writer.path(key), false);
      }
    }
    return Answer.json(bytes.toByteArray());
  }

  private static Map.@Nullable Entry<String, Entry> entry(
      NavigableMap<String, Entry> entries, String key) {
    Map.@Nullable Entry<String, Entry> next = entries.ceilingEntry(key);
    return next != null && next.getKey().equals(key) ? next : null;
  }

  private Answer absent(String key) {
    Integer status = space.rules().readings().absentEntry();
    if (status == null) {
      return Answer.json(Json.bytes(null));
    }
    if (status >= 400) {
      throw new RefusedException(status, "Object(" + key + ") not exists");
    }
    return Answer.empty(status);
  }
}
