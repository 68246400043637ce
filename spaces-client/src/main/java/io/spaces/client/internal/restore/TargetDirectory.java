package io.spaces.client.internal.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open folder. All names are single names of entries directly in it, and no operation follows a
 * symbolic link.
 */
interface TargetDirectory extends Closeable {
  /**
   * Whether the system says that this very folder is still at its place below another one, with no
   * link on the way; false also where it does not say.
   *
   * @param top a folder above
   * @param key the way from there, with slashes
   */
  default boolean isAt(TargetDirectory top, String key) {
    return false;
  }

  /** The ways, with slashes, to where other file systems are mounted below it, as far as known. */
  default Set<String> mountPoints() {
    return Set.of();
  }

  /** What the folder was itself when it was opened. */
  TargetEntry self();

  /** What is there under a name, or null. */
  @Nullable TargetEntry stat(String name) throws IOException;

  /** Opens a folder in it. */
  TargetDirectory openDirectory(String name) throws IOException;

  /** Opens a regular file for reading. */
  FileChannel openFile(String name) throws IOException;

  /** Opens a regular file for writing, to lock it. */
  FileChannel openLock(String name) throws IOException;

  /** Creates a file that does not exist. */
  FileChannel createFile(String name) throws IOException;

  /** Creates a folder; only in a private folder, as the system offers no safe way elsewhere. */
  void createDirectory(String name) throws IOException;

  /** Creates a symbolic link; only in a private folder. */
  void createSymbolicLink(String name, String linkTarget) throws IOException;

  /** Creates a further name of an existing file; only in a private folder. */
  void createHardLink(String name, TargetDirectory existingIn, String existing) throws IOException;

  /** Reads where a symbolic link leads. */
  String readLink(String name) throws IOException;

  /** Sets the attributes of a new file, makes its bytes outlast a power failure and closes it. */
  void finishFile(String name, FileChannel channel, long mtimeNs, int mode) throws IOException;

  /** Sets the attributes of a regular file in it, as far as they are known. */
  void setAttributes(String name, long mtimeNs, int mode) throws IOException;

  /** How many names a regular file in it has; 1 where the system does not say. */
  int names(String name) throws IOException;

  /** Gives a new file the owner and the group of one in another folder, as far as one may. */
  default void takeOwner(String name, TargetDirectory from, String old) {}

  /** Sets its own attributes, as far as they are known; setgid and the like stay. */
  void setOwnAttributes(long mtimeNs, int mode) throws IOException;

  /** Moves an entry atomically into another folder, in place of a file or link that is there. */
  void move(String name, TargetDirectory to, String newName) throws IOException;

  /** Deletes a file or link, or an empty folder. */
  void delete(String name, TargetEntry.Kind kind) throws IOException;

  /** Hands out the names in it. */
  void forEach(NameVisitor visitor) throws IOException;

  /** Returns the name as the file system spells it, which may differ where case is ignored. */
  String spelling(String name) throws IOException;

  /** Makes the folder's entries outlast a power failure, where the system can. */
  void sync() throws IOException;

  /** Gets names. */
  @FunctionalInterface
  interface NameVisitor {
    void visit(String name) throws IOException;
  }
}
