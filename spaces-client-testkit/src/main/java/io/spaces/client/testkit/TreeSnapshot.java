package io.spaces.client.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a folder held at one moment: every file, folder and link below it.
 *
 * @param entries what there was, by its path relative to the folder, with slashes
 */
public record TreeSnapshot(SortedMap<String, Entry> entries) {
  /**
   * Keeps a copy.
   *
   * @param entries what there was
   */
  public TreeSnapshot {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** What something in a folder is. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link. */
    LINK,
    /** A pipe, a socket, a device. */
    OTHER
  }

  /**
   * One thing in a folder.
   *
   * @param kind what it is
   * @param size bytes of a file, otherwise 0
   * @param content the SHA-256 of a file in hex, the target of a link, otherwise empty
   * @param modified the modification time
   * @param permissions such as {@code rw-r--r--}, or null where there are none
   */
  public record Entry(
      Kind kind, long size, String content, Instant modified, @Nullable String permissions) {}

  /** What a comparison looks at, beside names, kinds and content. */
  public enum Detail {
    /** Modification times of files. */
    TIMES,
    /** Permissions of files and folders. */
    PERMISSIONS,
    /** Folders, even those in which there is no file. */
    FOLDERS
  }

  /**
   * Reads a folder.
   *
   * @param root the folder; an empty snapshot when it is missing
   * @return what it holds
   */
  public static TreeSnapshot of(Path root) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path path : (Iterable<Path>) all::iterator) {
          if (!path.equals(root)) {
            entries.put(relative(root, path), entry(path));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read the tree " + root, e);
      }
    }
    return new TreeSnapshot(entries);
  }

  static String relative(Path root, Path path) {
    String text = root.relativize(path).toString();
    String separator = path.getFileSystem().getSeparator();
    return separator.equals("/") ? text : text.replace(separator, "/");
  }

  private static Entry entry(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Instant modified = attributes.lastModifiedTime().toInstant();
    if (attributes.isSymbolicLink()) {
      return new Entry(Kind.LINK, 0, Files.readSymbolicLink(path).toString(), modified, null);
    }
    PosixFileAttributeView posix =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    String permissions =
        posix == null ? null : PosixFilePermissions.toString(posix.readAttributes().permissions());
    if (attributes.isDirectory()) {
      return new Entry(Kind.FOLDER, 0, "", modified, permissions);
    }
    return attributes.isRegularFile()
        ? new Entry(Kind.FILE, attributes.size(), sha256(path), modified, permissions)
        : new Entry(Kind.OTHER, 0, "", modified, permissions);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      int read;
      while ((read = in.read(buffer)) >= 0) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns something that has to be there.
   *
   * @param path relative to the folder, with slashes
   * @return what it is
   * @throws AssertionError when it is not there
   */
  public Entry get(String path) {
    Entry entry = entries.get(path);
    if (entry == null) {
      throw new AssertionError("There is no " + path + " but " + entries.keySet());
    }
    return entry;
  }

  /**
   * Compares with another snapshot.
   *
   * @param other the other one
   * @param details what to look at beside names, kinds and content; without {@link Detail#FOLDERS},
   *     folders are not looked at at all
   * @return one line for each difference, none when they are alike
   */
  public List<String> differences(TreeSnapshot other, Detail... details) {
    Set<Detail> looked = Set.of(details);
    List<String> differences = new ArrayList<>();
    Set<String> paths = new TreeSet<>(entries.keySet());
    paths.addAll(other.entries.keySet());
    for (String path : paths) {
      Entry here = entries.get(path);
      Entry there = other.entries.get(path);
      if (matters(here, looked) || matters(there, looked)) {
        String difference = difference(here, there, looked);
        if (difference != null) {
          differences.add(path + " " + difference);
        }
      }
    }
    return List.copyOf(differences);
  }

  private static boolean matters(@Nullable Entry entry, Set<Detail> details) {
    return entry != null && (entry.kind() != Kind.FOLDER || details.contains(Detail.FOLDERS));
  }

  private static @Nullable String difference(
      @Nullable Entry here, @Nullable Entry there, Set<Detail> details) {
    if (here == null || there == null) {
      return here == null ? "is only in the other" : "is missing in the other";
    }
    if (here.kind() != there.kind()) {
      return "is a " + here.kind() + ", in the other a " + there.kind();
    }
    if (here.size() != there.size() || !here.content().equals(there.content())) {
      return "differs in content: " + here.size() + " and " + there.size() + " bytes";
    }
    if (details.contains(Detail.TIMES)
        && here.kind() == Kind.FILE
        && !here.modified().equals(there.modified())) {
      return "differs in time: " + here.modified() + " and " + there.modified();
    }
    String permissions = here.permissions();
    if (details.contains(Detail.PERMISSIONS)
        && permissions != null
        && !permissions.equals(there.permissions())) {
      return "differs in permissions: " + permissions + " and " + there.permissions();
    }
    return null;
  }
}
