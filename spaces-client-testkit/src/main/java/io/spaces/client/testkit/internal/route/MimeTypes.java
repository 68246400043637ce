package io.spaces.client.testkit.internal.route;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Guesses what an object is from the end of its name. */
final class MimeTypes {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("txt", "text/plain"),
          Map.entry("md", "text/markdown"),
          Map.entry("html", "text/html"),
          Map.entry("css", "text/css"),
          Map.entry("csv", "text/csv"),
          Map.entry("js", "text/javascript"),
          Map.entry("json", "application/json"),
          Map.entry("xml", "application/xml"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("zip", "application/zip"),
          Map.entry("gz", "application/gzip"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("svg", "image/svg+xml"));

  private MimeTypes() {}

  /** Returns a media type, or null. */
  static @Nullable String of(String key) {
    int dot = key.lastIndexOf('.');
    if (dot < 0 || key.length() - dot > 6) {
      return null;
    }
    return TYPES.get(key.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
