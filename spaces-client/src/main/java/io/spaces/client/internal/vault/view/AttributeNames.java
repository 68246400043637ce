package io.spaces.client.internal.vault.view;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Attributes that are asked for by their names, such as {@code posix:permissions,size}. */
final class AttributeNames {
  /** The content hash is the one attribute of snapshots' own. */
  private static final String OWN = "spaces";

  private static final String HASH = "hash";

  static final Set<String> VIEWS = Set.of("basic", "owner", "posix", OWN);

  private static final List<String> BASIC =
      List.of(
          "lastModifiedTime",
          "lastAccessTime",
          "creationTime",
          "size",
          "isRegularFile",
          "isDirectory",
          "isSymbolicLink",
          "isOther",
          "fileKey");

  private AttributeNames() {}

  /** Computes a content hash. */
  interface Hasher {
    @Nullable String hash() throws IOException;
  }

  static Map<String, @Nullable Object> read(String names, EntryAttributes about, Hasher hasher)
      throws IOException {
    int colon = names.indexOf(':');
    String view = colon < 0 ? "basic" : names.substring(0, colon);
    List<String> known = known(view);
    List<String> wanted = Arrays.asList(names.substring(colon + 1).split(",", -1));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : wanted.contains("*") ? known : wanted) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "There is no attribute \"" + name + "\" of " + view + ", only " + known);
      }
      values.put(name, name.equals(HASH) ? hasher.hash() : value(name, about));
    }
    return values;
  }

  private static List<String> known(String view) {
    return switch (view) {
      case "basic" -> BASIC;
      case "owner" -> List.of("owner");
      case "posix" ->
          Stream.concat(BASIC.stream(), Stream.of("permissions", "owner", "group")).toList();
      case OWN -> List.of(HASH);
      default ->
          throw new UnsupportedOperationException(
              "A snapshot has no attributes \"" + view + "\", only " + VIEWS);
    };
  }

  private static Object value(String name, EntryAttributes about) {
    return switch (name) {
      case "lastModifiedTime", "lastAccessTime", "creationTime" -> about.lastModifiedTime();
      case "size" -> about.size();
      case "isRegularFile" -> about.isRegularFile();
      case "isDirectory" -> about.isDirectory();
      case "isSymbolicLink" -> about.isSymbolicLink();
      case "isOther" -> about.isOther();
      case "fileKey" -> about.fileKey();
      case "permissions" -> about.permissions();
      case "owner" -> about.owner();
      case "group" -> about.group();
      default -> throw new IllegalArgumentException(name);
    };
  }
}
