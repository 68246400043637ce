package io.spaces.client.internal.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a target promises, kept where the system has no descriptors for folders. */
class PathTargetTest extends SafeTargetTest {
  @Override
  SafeTarget open(Path target) throws IOException {
    return SafeTarget.open(new PathDirectory(Files.createDirectories(target).toRealPath()));
  }
}
