package io.spaces.client.backup;

import io.spaces.client.error.InvalidParameterException;

/** What may be the key of an object in a backup. */
final class SourceKeys {
  private SourceKeys() {}

  static void check(String key) {
    if (key.isEmpty() || key.startsWith("/") || key.endsWith("/") || key.indexOf('\0') >= 0) {
      throw refused(key);
    }
    for (String name : key.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        throw refused(key);
      }
    }
  }

  private static InvalidParameterException refused(String key) {
    return new InvalidParameterException(
        "key", "is \"" + key + "\"; expected a relative path such as db/users.csv");
  }
}
