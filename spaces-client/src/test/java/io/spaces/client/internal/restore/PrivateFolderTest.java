package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import org.junit.jupiter.api.Test;

class PrivateFolderTest {
  private static final Configuration WINDOWS =
      Configuration.windows().toBuilder().setAttributeViews("basic", "owner", "acl", "dos").build();

  @Test
  void withoutModesOnlyTheOwnerIsOnTheListOfRights() throws IOException {
    try (FileSystem files = Jimfs.newFileSystem(WINDOWS)) {
      Path temporary = Files.createDirectories(files.getPath("C:\\tmp"));

      try (PrivateFolder folder = PrivateFolder.create(temporary)) {
        Path path = folder.resolve("password.cnf").getParent();
        AclFileAttributeView rights = Files.getFileAttributeView(path, AclFileAttributeView.class);
        assertThat(rights.getAcl())
            .singleElement()
            .satisfies(
                entry -> {
                  assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
                  assertThat(entry.principal()).isEqualTo(Files.getOwner(path));
                  assertThat(entry.permissions()).contains(AclEntryPermission.values());
                  assertThat(entry.flags())
                      .containsExactlyInAnyOrder(
                          AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
                });
      }
      assertThat(temporary).isEmptyDirectory();
    }
  }
}
