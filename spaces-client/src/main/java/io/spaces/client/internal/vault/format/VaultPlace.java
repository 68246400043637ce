package io.spaces.client.internal.vault.format;

import io.spaces.client.internal.vault.format.JsonObject.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The place that a vault belongs to.
 *
 * @param app the app's DID; {@code default} where a client did not know it, which fits any
 * @param folder the key of its folder, such as {@code .did-objects/z…/.vault/}
 */
public record VaultPlace(String app, String folder) {
  private static final String ANY_APP = "default";
  private static final String WORD = "[!-~]{1,500}";

  /** Checks both: they stand on a line, apart by a space. */
  public VaultPlace {
    if (!app.matches(WORD) || !folder.matches(WORD)) {
      throw new IllegalArgumentException("has a place that is none");
    }
  }

  /**
   * Tells whether two names may be of the same place.
   *
   * @param other the other
   * @return false when they are of two
   */
  public boolean fits(VaultPlace other) {
    boolean any = app.equals(ANY_APP) || other.app.equals(ANY_APP);
    return folder.equals(other.folder) && (any || app.equals(other.app));
  }

  /**
   * Returns what to note of this place: who does not know the app leaves one that is noted.
   *
   * @param noted what is noted by now, or null
   * @return that one where this fits it and names no app, else this
   */
  public VaultPlace orNoted(@Nullable VaultPlace noted) {
    return noted != null && app.equals(ANY_APP) && fits(noted) ? noted : this;
  }

  /**
   * Returns what is the same for whoever reads both.
   *
   * @return such as {@code z…/.did-objects/z…/.vault/}
   */
  @Override
  public String toString() {
    return app + "/" + folder;
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
