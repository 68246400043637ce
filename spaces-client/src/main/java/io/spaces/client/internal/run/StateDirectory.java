package io.spaces.client.internal.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where state is kept that makes the next run faster, when the user does not say: by the XDG Base
 * Directory Specification (section 3).
 */
public final class StateDirectory {
  private StateDirectory() {}

  /** Returns the directory, or null for a user without a home. */
  public static @Nullable Path ofUser() {
    String state = System.getenv("XDG_STATE_HOME");
    if (state != null && Path.of(state).isAbsolute()) {
      return Path.of(state, "spaces-client");
    }
    String home = System.getProperty("user.home");
    return home == null || home.isEmpty() || home.equals("?")
        ? null
        : Path.of(home, ".local", "state", "spaces-client");
  }
}
