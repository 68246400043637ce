package io.spaces.client.internal.source;

import io.spaces.client.internal.source.SourceProblem.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Puts into words what is wrong with something in the source. */
final class SourceProblems {
  private SourceProblems() {}

  static SourceProblem of(String key, IOException e) {
    boolean gone = e instanceof NoSuchFileException || e instanceof NotDirectoryException;
    return new SourceProblem(
        key, gone ? Kind.VANISHED : Kind.UNREADABLE, "\"" + key + "\" " + reason(e), e);
  }

  static SourceProblem special(String key) {
    return new SourceProblem(
        key,
        Kind.SPECIAL,
        "\"" + key + "\" is neither a file nor a folder but a pipe, a socket or a device",
        null);
  }

  /** A folder where a file was asked for. */
  static SourceProblem folder(String key) {
    return new SourceProblem(
        key, Kind.SPECIAL, "\"" + key + "\" is a folder, where a file is expected", null);
  }

  static SourceProblem badName(String prefix, Path entry) {
    String key = prefix + entry.getFileName();
    return new SourceProblem(
        key,
        Kind.BAD_NAME,
        "\"" + key + "\" has a name that is not valid UTF-8; rename it to have it backed up",
        null);
  }

  static SourceProblem changing(String key) {
    return new SourceProblem(
        key, Kind.CHANGING, "\"" + key + "\" changed again each time it was read", null);
  }

  static SourceProblem replaced(String key) {
    return new SourceProblem(
        key,
        Kind.VANISHED,
        "\"" + key + "\" is no file any more, or a folder above it has become a link",
        null);
  }

  static SourceProblem withoutSize(String key) {
    return new SourceProblem(
        key,
        Kind.SPECIAL,
        "\"" + key + "\" holds more than the size that the file system gives for it",
        null);
  }

  static SourceProblem noCopy(String key, Path directory, IOException e) {
    return new SourceProblem(
        key,
        Kind.CHANGING,
        "\""
            + key
            + "\" keeps changing and cannot be copied to "
            + directory
            + ", which "
            + reason(e),
        e);
  }

  /** A predicate that fits behind the name of what could not be used. */
  static String reason(IOException e) {
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
    String detail = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return "cannot be used: " + (detail == null ? e.getClass().getSimpleName() : detail);
  }
}
