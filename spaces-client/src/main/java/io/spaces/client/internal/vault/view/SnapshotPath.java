package io.spaces.client.internal.vault.view;

import static java.util.Objects.requireNonNull;

import io.spaces.client.internal.vault.format.EntryFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path in a snapshot: names joined by slashes, as on POSIX systems. Immutable. */
final class SnapshotPath implements Path {
  private final SnapshotFileSystem system;
  private final String text;

  /** The number of the entry that a folder has listed as this, or {@link EntryTable#NONE}. */
  private final int entry;

  private SnapshotPath(SnapshotFileSystem system, String text, int entry) {
    this.system = system;
    this.text = text;
    this.entry = entry;
  }

  /** Reads a path as a user writes it. */
  static SnapshotPath of(SnapshotFileSystem system, String text) {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new InvalidPathException(text, "Paths hold no NUL character", nul);
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '/' || plain.isEmpty() || plain.charAt(plain.length() - 1) != '/') {
        plain.append(c);
      }
    }
    if (plain.length() > 1 && plain.charAt(plain.length() - 1) == '/') {
      plain.setLength(plain.length() - 1);
    }
    return new SnapshotPath(system, plain.toString(), EntryTable.NONE);
  }

  static SnapshotPath of(Path path) {
    if (requireNonNull(path) instanceof SnapshotPath ours) {
      return ours;
    }
    throw new ProviderMismatchException(path + " is not a path of a snapshot");
  }

  private SnapshotPath with(String other) {
    return new SnapshotPath(system, other, EntryTable.NONE);
  }

  /** A path in this folder that is known to be of an entry. */
  SnapshotPath listed(String name, int number) {
    return new SnapshotPath(system, join(text, name), number);
  }

  int entry() {
    return entry;
  }

  private static String join(String folder, String path) {
    return folder.isEmpty() || folder.equals("/") ? folder + path : folder + "/" + path;
  }

  /** The names; one that is empty for the empty path, none for the root. */
  List<String> names() {
    String bare = isAbsolute() ? text.substring(1) : text;
    return isAbsolute() && bare.isEmpty() ? List.of() : List.of(bare.split("/", -1));
  }

  @Override
  public SnapshotFileSystem getFileSystem() {
    return system;
  }

  @Override
  public boolean isAbsolute() {
    return text.startsWith("/");
  }

  @Override
  public @Nullable Path getRoot() {
    return isAbsolute() ? with("/") : null;
  }

  @Override
  public @Nullable Path getFileName() {
    return text.equals("/") ? null : with(text.substring(text.lastIndexOf('/') + 1));
  }

  @Override
  public @Nullable Path getParent() {
    int slash = text.lastIndexOf('/');
    if (slash < 0 || text.equals("/")) {
      return null;
    }
    return with(slash == 0 ? "/" : text.substring(0, slash));
  }

  @Override
  public int getNameCount() {
    return names().size();
  }

  @Override
  public Path getName(int index) {
    return subpath(index, index + 1);
  }

  @Override
  public Path subpath(int beginIndex, int endIndex) {
    List<String> names = names();
    if (beginIndex < 0 || endIndex > names.size() || beginIndex >= endIndex) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no names " + beginIndex + " to " + endIndex);
    }
    return with(String.join("/", names.subList(beginIndex, endIndex)));
  }

  private boolean isSameKind(Path other) {
    return other instanceof SnapshotPath that
        && that.system == system
        && that.isAbsolute() == isAbsolute();
  }

  @Override
  public boolean startsWith(Path other) {
    if (!isSameKind(other)) {
      return false;
    }
    List<String> mine = names();
    List<String> start = of(other).names();
    return start.size() <= mine.size() && mine.subList(0, start.size()).equals(start);
  }

  @Override
  public boolean endsWith(Path other) {
    if (!(other instanceof SnapshotPath that) || that.system != system) {
      return false;
    }
    if (that.isAbsolute()) {
      return equals(that);
    }
    List<String> mine = names();
    List<String> end = that.names();
    return end.size() <= mine.size()
        && mine.subList(mine.size() - end.size(), mine.size()).equals(end);
  }

  @Override
  public Path normalize() {
    List<String> kept = new ArrayList<>();
    for (String name : names()) {
      boolean up = name.equals("..");
      if (up && !kept.isEmpty() && !kept.get(kept.size() - 1).equals("..")) {
        kept.remove(kept.size() - 1);
      } else if (!name.equals(".") && !(up && isAbsolute())) {
        kept.add(name);
      }
    }
    return with((isAbsolute() ? "/" : "") + String.join("/", kept));
  }

  @Override
  public Path resolve(Path other) {
    SnapshotPath that = of(other);
    if (that.isAbsolute() || text.isEmpty()) {
      return that;
    }
    return that.text.isEmpty() ? this : with(join(text, that.text));
  }

  @Override
  public Path relativize(Path other) {
    SnapshotPath that = of(other);
    if (!isSameKind(that)) {
      throw new IllegalArgumentException(
          "\"" + that + "\" and \"" + text + "\" are not both absolute, or of two snapshots");
    }
    if (text.isEmpty()) {
      return that;
    }
    List<String> mine = names();
    List<String> theirs = that.text.isEmpty() ? List.of() : that.names();
    int same = 0;
    while (same < mine.size() && same < theirs.size() && mine.get(same).equals(theirs.get(same))) {
      same++;
    }
    if (mine.subList(same, mine.size()).contains("..")) {
      throw new IllegalArgumentException("\"" + text + "\" goes up to where nobody knows");
    }
    List<String> way = new ArrayList<>();
    mine.subList(same, mine.size()).forEach(name -> way.add(".."));
    way.addAll(theirs.subList(same, theirs.size()));
    return with(String.join("/", way));
  }

  @Override
  public URI toUri() {
    try {
      return new URI(
          SnapshotProvider.SCHEME, system.authority(), toAbsolutePath().toString(), null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path toAbsolutePath() {
    return isAbsolute() ? this : with("/" + text);
  }

  @Override
  public Path toRealPath(LinkOption... options) throws IOException {
    return system.realPath(this, SnapshotProvider.follows(options));
  }

  @Override
  public WatchKey register(
      WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
    requireNonNull(watcher);
    throw new UnsupportedOperationException("A snapshot never changes");
  }

  @Override
  public int compareTo(Path other) {
    return EntryFormat.comparePaths(text, ((SnapshotPath) other).text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SnapshotPath that && that.system == system && that.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
