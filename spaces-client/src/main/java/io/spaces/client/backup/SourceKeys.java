package io.spaces.client.backup;

import static java.util.Objects.requireNonNull;

import io.spaces.client.error.InvalidParameterException;

/** What may be the key of an object in a backup. */
final class SourceKeys {
  private SourceKeys() {}

  /** Refuses what is no relative path, in the name of a parameter. */
  static void check(String parameter, String key) {
    requireNonNull(key, parameter);
    if (key.isEmpty() || key.startsWith("/") || key.endsWith("/") || key.indexOf('\0') >= 0) {
      throw refused(parameter, key);
    }
    for (String name : key.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw refused(parameter, key);
      }
    }
  }

  private static InvalidParameterException refused(String parameter, String key) {
    return new InvalidParameterException(
        parameter, "is \"" + key + "\"; expected a relative path such as db/users.csv");
  }
}
