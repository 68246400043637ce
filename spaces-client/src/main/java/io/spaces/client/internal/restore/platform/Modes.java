package io.spaces.client.internal.restore.platform;

import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Permission bits as numbers; setuid, setgid and sticky do not exist here. */
public final class Modes {
  /** From the highest of the nine bits to the lowest. */
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private Modes() {}

  public static int toBits(Set<PosixFilePermission> permissions) {
    int bits = 0;
    for (PosixFilePermission permission : PERMISSIONS) {
      bits = bits << 1 | (permissions.contains(permission) ? 1 : 0);
    }
    return bits;
  }

  public static Set<PosixFilePermission> toSet(int bits) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : PERMISSIONS) {
      if ((bits & bit) != 0) {
        permissions.add(permission);
      }
      bit >>= 1;
    }
    return permissions;
  }
}
