package io.spaces.client.internal.vault.view;

import java.io.IOException;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes to look at. */
record AttributeView(String name, Reading reading) implements PosixFileAttributeView {
  /** Reads them each time. */
  interface Reading {
    PosixFileAttributes read() throws IOException;
  }

  static String name(Class<? extends FileAttributeView> type) {
    if (type == BasicFileAttributeView.class) {
      return "basic";
    }
    return type == PosixFileAttributeView.class ? "posix" : "owner";
  }

  @Override
  public PosixFileAttributes readAttributes() throws IOException {
    return reading.read();
  }

  @Override
  public UserPrincipal getOwner() throws IOException {
    return reading.read().owner();
  }

  @Override
  public void setOwner(UserPrincipal owner) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setGroup(GroupPrincipal group) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setPermissions(Set<PosixFilePermission> permissions) {
    throw new ReadOnlyFileSystemException();
  }

  @Override
  public void setTimes(
      @Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created) {
    throw new ReadOnlyFileSystemException();
  }
}
