package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.internal.http.Answer;
import io.spaces.client.testkit.internal.http.Call;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;

/** Descriptions of objects, of one or of all below a folder. */
final class ListRoutes {
  Answer below(Call call, Area area) {
    String folder = folder(call.key());
    boolean recursive = "true".equals(call.query("recursive"));
    boolean directories = !"true".equals(call.query("ignoreDirectories"));
    NavigableMap<String, Entry> entries = Area.below(call.listView().of(area), folder);
    return new Answer(
        200,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        -1,
        out -> {
          try (ListWriter writer = new ListWriter(out, folder.length())) {
            writer.begin();
            if (recursive) {
              recursive(entries, folder, directories, writer);
            } else {
              shallow(entries, folder, directories, writer);
            }
            writer.end();
          }
        });
  }

  private static String folder(String key) {
    String folder = key.startsWith("/") ? key.substring(1) : key;
    return folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
  }

  private static void recursive(
      Map<String, Entry> entries, String folder, boolean directories, ListWriter writer)
      throws IOException {
    String last = folder;
    for (Entry entry : entries.values()) {
      if (directories) {
        String key = entry.key();
        int slash = key.indexOf('/', folder.length());
        while (slash >= 0) {
          if (!last.startsWith(key.substring(0, slash + 1))) {
            writer.directory(key.substring(0, slash));
          }
          slash = key.indexOf('/', slash + 1);
        }
        last = key;
      }
      writer.object(entry);
    }
  }

  private static void shallow(
      NavigableMap<String, Entry> entries, String folder, boolean directories, ListWriter writer)
      throws IOException {
    Map.Entry<String, Entry> next = entries.firstEntry();
    while (next != null) {
      String key = next.getKey();
      int slash = key.indexOf('/', folder.length());
      if (slash < 0) {
        writer.object(next.getValue());
        next = entries.higherEntry(key);
      } else {
        if (directories) {
          writer.directory(key.substring(0, slash));
        }
        // The next character after the slash: the first key that is not in this folder.
        next = entries.ceilingEntry(key.substring(0, slash) + (char) ('/' + 1));
      }
    }
  }

  Answer one(Call call, Area area) throws IOException {
    String key = call.key();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ListWriter writer = new ListWriter(bytes, 0)) {
      NavigableMap<String, Entry> entries = call.listView().of(area);
      Entry entry = entries.get(key);
      String folder = folder(key);
      if (entry != null) {
        writer.object(entry);
      } else if (!folder.isEmpty() && !Area.below(entries, folder).isEmpty()) {
        writer.directory(folder.substring(0, folder.length() - 1));
      } else {
        writer.nothing();
      }
    }
    return Answer.json(bytes.toByteArray());
  }
}
