package io.spaces.client.examples.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The page and what belongs to it, out of the jar. */
final class Page {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private Page() {}

  static List<Route> routes() {
    return List.of(
        route("/", "index.html", HTML),
        route("/console.css", "console.css", "text/css; charset=utf-8"),
        route("/console.js", "console.js", SCRIPT),
        route("/api.js", "api.js", SCRIPT),
        route("/backups.js", "backups.js", SCRIPT),
        route("/dom.js", "dom.js", SCRIPT),
        route("/dialogs.js", "dialogs.js", SCRIPT),
        route("/format.js", "format.js", SCRIPT),
        route("/heatmap.js", "heatmap.js", SCRIPT),
        route("/plans.js", "plans.js", SCRIPT),
        route("/favicon.svg", "favicon.svg", "image/svg+xml"),
        route("/openapi.json", "openapi.json", "application/json"));
  }

  private static Route route(String path, String file, String type) {
    return Route.open(path, call -> new Reply.Whole(200, type, read(file)));
  }

  private static byte[] read(String file) throws IOException {
    try (InputStream in = Page.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new FileNotFoundException(file);
      }
      return in.readAllBytes();
    }
  }
}
