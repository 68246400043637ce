package io.spaces.client.testkit.internal.route;

import io.spaces.client.testkit.Database;
import io.spaces.client.testkit.internal.storage.Area;
import io.spaces.client.testkit.internal.storage.Entry;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** SQL's {@code LIKE 'prefix%'} over keys, where the prefix itself is a pattern. */
final class Like {
  private Like() {}

  /** Returns the objects whose keys begin with what the prefix matches. */
  static NavigableMap<String, Entry> prefix(
      NavigableMap<String, Entry> entries, String prefix, Database database) {
    boolean exact = database == Database.POSTGRES;
    int wild = wildcard(prefix);
    NavigableMap<String, Entry> near =
        exact ? Area.below(entries, prefix.substring(0, wild)) : entries;
    if (exact && wild == prefix.length()) {
      return near;
    }
    Pattern pattern = pattern(prefix, exact ? 0 : Pattern.CASE_INSENSITIVE);
    NavigableMap<String, Entry> matching = new TreeMap<>();
    near.forEach(
        (key, entry) -> {
          if (pattern.matcher(key).lookingAt()) {
            matching.put(key, entry);
          }
        });
    return matching;
  }

  private static int wildcard(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (prefix.charAt(i) == '_' || prefix.charAt(i) == '%') {
        return i;
      }
    }
    return prefix.length();
  }

  private static Pattern pattern(String prefix, int flags) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < prefix.length(); i++) {
      char c = prefix.charAt(i);
      switch (c) {
        case '_' -> regex.append('.');
        case '%' -> regex.append(".*");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | flags);
  }
}
