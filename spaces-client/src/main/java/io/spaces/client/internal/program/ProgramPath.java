package io.spaces.client.internal.program;

import io.spaces.client.internal.source.SystemPaths;
import java.nio.file.Files;

/** Knows which programs there are. */
final class ProgramPath {
  private ProgramPath() {}

  static boolean has(String program) {
    return SystemPaths.list("PATH").stream()
        .anyMatch(directory -> Files.isExecutable(directory.resolve(program)));
  }
}
