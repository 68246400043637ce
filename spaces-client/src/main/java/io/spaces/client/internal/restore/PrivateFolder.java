package io.spaces.client.internal.restore;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A folder that only its owner can enter, in a temporary directory, for files that a program has to
 * reach by name. It goes with all that is in it when it is closed; what killed processes have left
 * of the kind goes when the next one is made.
 */
public final class PrivateFolder implements Closeable {
  /** What the names begin with; what follows is random. */
  private static final String PREFIX = "spaces-private-";

  private final TargetDirectory parent;
  private final Staging staging;
  private final Path path;
  private final AtomicBoolean closed = new AtomicBoolean();

  private PrivateFolder(TargetDirectory parent, Staging staging, Path path) {
    this.parent = parent;
    this.staging = staging;
    this.path = path;
  }

  /**
   * Makes one.
   *
   * @param temporaryDirectory where
   * @return the folder, to be closed
   * @throws IOException when the temporary directory cannot be written to
   */
  public static PrivateFolder create(Path temporaryDirectory) throws IOException {
    try {
      return createIn(temporaryDirectory.toRealPath());
    } catch (IOException e) {
      throw new IOException(
          "No private folder can be made in the temporary directory "
              + temporaryDirectory
              + ": "
              + e,
          e);
    }
  }

  private static PrivateFolder createIn(Path real) throws IOException {
    TargetDirectory parent = SafeTarget.directory(real);
    try {
      Staging staging = Staging.open(parent, PREFIX);
      PrivateFolder folder = new PrivateFolder(parent, staging, real.resolve(staging.name()));
      try {
        shut(folder.path);
      } catch (IOException | RuntimeException e) {
        staging.close();
        throw e;
      }
      return folder;
    } catch (IOException | RuntimeException e) {
      parent.close();
      throw e;
    }
  }

  /** Where there are no modes, such as on Windows: a list of rights that all in it inherits. */
  private static void shut(Path folder) throws IOException {
    AclFileAttributeView view =
        Files.getFileAttributeView(folder, AclFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    FileStore store = Files.getFileStore(folder);
    if (view == null
        || store.supportsFileAttributeView(PosixFileAttributeView.class)
        || !store.supportsFileAttributeView(AclFileAttributeView.class)) {
      return;
    }
    view.setAcl(
        List.of(
            AclEntry.newBuilder()
                .setType(AclEntryType.ALLOW)
                .setPrincipal(view.getOwner())
                .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                .build()));
  }

  /** Where a file of this name is to be. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try (parent) {
        staging.close();
      }
    }
  }
}
