package io.spaces.client.internal.library;

import io.spaces.client.error.SpaceException;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A library by its Maven coordinates, and the oldest version that will do. */
record Library(String coordinates, String since) {
  // Also inside of another jar: …/app.jar!/BOOT-INF/lib/okhttp-4.12.0.jar!/
  private static final Pattern VERSION = Pattern.compile(".*-(\\d[^/!]*)\\.jar[!/]*");

  /** The error that tells of it, when a class that all its versions have is there, or not. */
  SpaceException unusable(String known, @Nullable ClassLoader loader, LinkageError cause) {
    Class<?> found = find(known, loader);
    String what =
        found == null
            ? coordinates + " is missing. Add " + since + " or later to the application."
            : coordinates
                + " is needed in version "
                + since
                + " or later, but "
                + describe(found)
                + " was found. Put a later version into the application, or leave the found one"
                + " out where another library brings it: \"mvn dependency:tree\" shows which.";
    return new SpaceException(what + " (" + cause + ")", cause);
  }

  private static String describe(Class<?> found) {
    CodeSource source = found.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "an older one";
    }
    String location = source.getLocation().toString();
    Matcher version = VERSION.matcher(location);
    return (version.matches() ? version.group(1) : "an older one") + " in " + location;
  }

  static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
