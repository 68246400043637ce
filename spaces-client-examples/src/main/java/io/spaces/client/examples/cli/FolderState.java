package io.spaces.client.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is in a folder at a moment: every path, its permissions, and of a file the content and time.
 */
final class FolderState {
  private final Map<String, String> entries = new TreeMap<>();

  private FolderState() {}

  static FolderState of(Path folder) throws IOException {
    FolderState state = new FolderState();
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : below.toList()) {
        state.entries.put(folder.relativize(path).toString(), describe(path));
      }
    }
    return state;
  }

  int size() {
    return entries.size();
  }

  /** The paths that are in one of the two only, or not the same in both. */
  List<String> differences(FolderState other) {
    TreeSet<String> paths = new TreeSet<>(entries.keySet());
    paths.addAll(other.entries.keySet());
    List<String> different = new ArrayList<>();
    for (String path : paths) {
      if (!Objects.equals(entries.get(path), other.entries.get(path))) {
        different.add(path);
      }
    }
    return different;
  }

  private static String describe(Path path) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(path, attributeNames(path), LinkOption.NOFOLLOW_LINKS);
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        ? sha256(path) + ", " + new TreeMap<>(attributes)
        : "not a file, " + attributes.get("permissions");
  }

  private static String attributeNames(Path path) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix ? "posix:lastModifiedTime,permissions" : "lastModifiedTime";
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      try (var in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
