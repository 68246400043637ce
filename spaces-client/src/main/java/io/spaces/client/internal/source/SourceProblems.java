package io.spaces.client.internal.source;

import io.spaces.client.backup.Trouble;
import io.spaces.client.internal.memory.Descriptors;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Puts into words what is wrong with something in the source. */
public final class SourceProblems {
  private SourceProblems() {}

  public static SourceProblem of(String key, IOException e) {
    boolean gone = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
    return new SourceProblem(
        key, gone ? Trouble.VANISHED : Trouble.UNREADABLE, "\"" + key + "\" " + reason(e), e);
  }

  /** What is wrong with a path that is not as it was found. */
  public static SourceProblem of(
      String key, Path path, @Nullable Path root, FileStamp found, IOException e) {
    if (!isGone(path, e)) {
      return of(key, e);
    }
    if (Files.isSymbolicLink(path)) {
      return nowhere(key, e);
    }
    Path disk = root == null ? null : lostDisk(path, root, found);
    return disk == null
        ? new SourceProblem(key, Trouble.VANISHED, "\"" + key + "\" does not exist", e)
        : new SourceProblem(
            key,
            Trouble.UNREADABLE,
            "\"" + key + "\" cannot be read: " + disk + " is not there any more",
            e);
  }

  static SourceProblem nowhere(String key, IOException e) {
    return new SourceProblem(
        key, Trouble.UNREADABLE, "\"" + key + "\" is a link that leads nowhere", e);
  }

  private static boolean isGone(Path path, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      return true;
    }
    // Where a folder has become a file, Java has no exception of its own for what was below it.
    Path above = e.getClass() == FileSystemException.class ? nearest(path.getParent()) : null;
    return above != null && !Files.isDirectory(above);
  }

  private static @Nullable Path nearest(@Nullable Path path) {
    Path p = path;
    while (p != null && !Files.exists(p, LinkOption.NOFOLLOW_LINKS)) {
      p = p.getParent();
    }
    return p;
  }

  /**
   * The folder that took everything along: a source that is gone was hardly deleted, and what lay
   * on another device than the folder that is left was on a disk that is not mounted any more. Null
   * when there is none.
   */
  private static @Nullable Path lostDisk(Path path, Path root, FileStamp found) {
    try {
      Path left = nearest(path.getParent());
      if (left == null || !left.startsWith(root)) {
        return root;
      }
      FileStamp now = Stamps.on(left.getFileSystem()).of(left, true);
      boolean same = !found.isPosix() || !now.isPosix() || now.device() == found.device();
      return same ? null : left;
    } catch (IOException e) {
      return root;
    }
  }

  public static SourceProblem special(String key) {
    return new SourceProblem(
        key,
        Trouble.SPECIAL,
        "\"" + key + "\" is neither a file nor a folder but a pipe, a socket or a device",
        null);
  }

  /** A folder where a file was asked for. */
  static SourceProblem folder(String key) {
    return new SourceProblem(
        key, Trouble.UNREADABLE, "\"" + key + "\" is a folder, where a file is expected", null);
  }

  public static SourceProblem badName(String prefix, Path entry) {
    String key = prefix + entry.getFileName();
    return new SourceProblem(
        key,
        Trouble.UNSTORABLE,
        "\"" + key + "\" has a name that is not valid UTF-8; rename it to have it backed up",
        null);
  }

  public static SourceProblem changing(String key) {
    return new SourceProblem(
        key, Trouble.CHANGING, "\"" + key + "\" changed again each time it was read", null);
  }

  public static SourceProblem replaced(String key) {
    return new SourceProblem(
        key,
        Trouble.CHANGING,
        "\"" + key + "\" is no file any more, or a folder above it has become a link",
        null);
  }

  public static SourceProblem withoutSize(String key) {
    return new SourceProblem(
        key,
        Trouble.UNREADABLE,
        "\"" + key + "\" holds more than the size that the file system gives for it",
        null);
  }

  public static SourceProblem noCopy(String key, Path directory, IOException e) {
    return new SourceProblem(
        key,
        Trouble.CHANGING,
        "\""
            + key
            + "\" keeps changing and cannot be copied to "
            + directory
            + ", which "
            + reason(e),
        e);
  }

  /** A stream has to be kept before it can be sent, and there is no place for it. */
  public static SourceProblem notStaged(String key, Path directory, IOException e) {
    return new SourceProblem(
        key,
        Trouble.UNREADABLE,
        "\""
            + key
            + "\" cannot be kept in the temporary directory "
            + directory
            + ", which "
            + reason(e)
            + "; make room there or name another one, or use a vault, which needs none",
        e);
  }

  /** A predicate that fits behind the name of what could not be used. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "does not exist";
    }
    if (e instanceof NotDirectoryException) {
      return "is not a folder";
    }
    if (e instanceof AccessDeniedException) {
      return "may not be read: permission denied";
    }
    if (e instanceof FileSystemLoopException) {
      return "is a link that leads to itself";
    }
    if (Descriptors.areUsedUp(e)) {
      return "cannot be opened: " + Descriptors.words();
    }
    String detail = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return "cannot be used: " + (detail == null ? e.getClass().getSimpleName() : detail);
  }
}
