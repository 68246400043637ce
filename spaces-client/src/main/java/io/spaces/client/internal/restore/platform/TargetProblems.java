package io.spaces.client.internal.restore.platform;

import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.transfer.ObjectFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in a user's words why a file system refused something: the JDK often names paths only. */
public final class TargetProblems {
  private TargetProblems() {}

  /**
   * Makes a failure of what went wrong with an entry.
   *
   * @param key the entry's key
   * @param e what went wrong
   * @return a failure with words for a user
   */
  public static ObjectFailure failure(String key, Exception e) {
    IOException refused = e instanceof UncheckedIOException u ? u.getCause() : null;
    if (e instanceof IOException io) {
      refused = io;
    }
    return refused instanceof FileSystemException
        ? new ObjectFailure(key, "could not be restored: " + words(refused), e)
        : ObjectFailure.of(key, e);
  }

  /**
   * Makes a failure of what went wrong with a deletion.
   *
   * @param key the entry's key
   * @param e what went wrong
   * @return a failure with words for a user
   */
  public static ObjectFailure notDeleted(String key, IOException e) {
    return new ObjectFailure(key, "could not be deleted: " + words(e), e);
  }

  /**
   * Tells of an entry that may be too much and cannot be named, so that it stays.
   *
   * @param key where it is, as far as it can be told
   * @return the failure
   */
  public static ObjectFailure notNamed(String key) {
    String why =
        "is not deleted: its name is no text in this JVM's encoding (a locale such as C.UTF-8 may"
            + " help)";
    return new ObjectFailure(key, why, null);
  }

  public static String words(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "it is no longer there, or its folder is not";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else has taken its place";
    }
    if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    }
    if (e instanceof DirectoryNotEmptyException) {
      return "the folder is not empty";
    }
    if (Descriptors.areUsedUp(e)) {
      return Descriptors.words();
    }
    String words = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return words == null ? e.toString() : words;
  }
}
