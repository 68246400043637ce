package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import com.google.common.jimfs.PathNormalization;
import io.spaces.client.internal.restore.platform.NameTraits;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** File systems that take different names for the same, and have no descriptors for folders. */
class ForgetfulFileSystemTest {
  private static final Configuration WINDOWS = Configuration.windows();
  private static final Configuration MAC =
      Configuration.osX().toBuilder()
          .setNameDisplayNormalization(PathNormalization.NONE)
          .setNameCanonicalNormalization(PathNormalization.NFD, PathNormalization.CASE_FOLD_ASCII)
          .build();

  @Test
  void findsOutWhichNamesAreOne() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(WINDOWS);
        SafeTarget target = open(files.getPath("C:\\target"))) {
      assertThat(target.traits()).isEqualTo(new NameTraits(true, false));
    }
    try (FileSystem files = Jimfs.newFileSystem(MAC);
        SafeTarget target = open(files.getPath("/target"))) {
      assertThat(target.traits()).isEqualTo(new NameTraits(true, true));
    }
    try (FileSystem files = Jimfs.newFileSystem(Configuration.unix());
        SafeTarget target = open(files.getPath("/target"))) {
      assertThat(target.traits()).isEqualTo(NameTraits.EXACT);
    }
  }

  @Test
  void aFileOfAnotherSpellingIsNotReplaced() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(WINDOWS)) {
      Path folder = files.getPath("C:\\target");
      Files.createDirectories(folder.resolve("Photos"));
      Files.writeString(folder.resolve("README"), "old");
      try (SafeTarget target = open(folder)) {
        assertThatThrownBy(() -> write(target, "readme"))
            .isInstanceOf(RefusedEntryException.class)
            .hasMessageContaining("the target has \"README\"");
        assertThatThrownBy(() -> write(target, "photos/f"))
            .isInstanceOf(RefusedEntryException.class)
            .hasMessageContaining("the target has \"Photos\"");
        write(target, "README");
        write(target, "Photos/f");
      }
      assertThat(Files.readString(folder.resolve("README"))).isEqualTo("x");
      assertThat(folder.resolve("Photos/f")).exists();
    }
  }

  private static SafeTarget open(Path folder) throws IOException {
    return SafeTarget.open(new PathDirectory(Files.createDirectories(folder).toRealPath()));
  }

  private static void write(SafeTarget target, String key) throws IOException {
    SafeTargetTest.write(target, key, "x", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
  }
}
