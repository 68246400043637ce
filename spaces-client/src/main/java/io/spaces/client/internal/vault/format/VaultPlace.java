package io.spaces.client.internal.vault.format;

import io.spaces.client.internal.vault.format.JsonObject.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The place that a vault belongs to.
 *
 * @param app the app's DID
 * @param folder the key of its folder, such as {@code .did-objects/z…/.vault/}
 */
public record VaultPlace(String app, String folder) {
  private static final String WORD = "[!-~]{1,500}";

  /** Checks both: they stand on a line, apart by a space. */
  public VaultPlace {
    if (!app.matches(WORD) || !folder.matches(WORD)) {
      throw new IllegalArgumentException("has a place that is none");
    }
  }

  String line() {
    return "place " + app + " " + folder;
  }

  Fields fields() {
    return json -> {
      json.writeStringField("app", app);
      json.writeStringField("folder", folder);
    };
  }

  static @Nullable VaultPlace read(@Nullable JsonObject json) throws FormatException {
    return json == null ? null : new VaultPlace(json.text("app"), json.text("folder"));
  }
}
