package io.spaces.client.internal.spec;

import io.spaces.client.internal.source.SystemPaths;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where state is kept that makes the next run faster, when the user does not say: by the XDG Base
 * Directory Specification (section 3).
 */
public final class StateDirectory {
  private static final String PARAMETER = "stateDirectory";
  private static final String NAME = "spaces-client";

  private StateDirectory() {}

  /**
   * Returns what was given, or what is used where nothing was; null for a user without a home.
   *
   * @throws io.spaces.client.error.InvalidParameterException when the locale cannot express it
   */
  public static @Nullable Path orOfUser(@Nullable Path given) {
    return given != null ? given : ofUser();
  }

  /**
   * Returns the directory, or null for a user without a home.
   *
   * @throws io.spaces.client.error.InvalidParameterException when the locale cannot express it
   */
  public static @Nullable Path ofUser() {
    Path state = SystemPaths.variable(PARAMETER, "XDG_STATE_HOME");
    if (state != null && state.isAbsolute()) {
      return state.resolve(NAME);
    }
    Path home = SystemPaths.home(PARAMETER);
    return home == null ? null : home.resolve(Path.of(".local", "state", NAME));
  }
}
