package io.spaces.client.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.spaces.client.internal.restore.platform.Platform;
import java.nio.file.Path;

/** Any key is a path below the target, or refused. */
public class RestorePathFuzzTest {
  private static final Path TARGET = Path.of("/target");

  @FuzzTest
  public void anyKeyIsBelowTheTargetOrRefused(byte[] data) {
    String key = new String(data, UTF_8);
    for (Platform platform : Platform.values()) {
      RestorePath path;
      try {
        path = RestorePath.parse(key, platform);
      } catch (RefusedEntryException documented) {
        continue;
      }
      Path resolved = TARGET.resolve(path.key());
      boolean below =
          resolved.normalize().equals(resolved)
              && resolved.startsWith(TARGET)
              && !resolved.equals(TARGET)
              && resolved.getNameCount() == 1 + path.key().split("/", -1).length;
      boolean foreign = platform == Platform.WINDOWS && path.key().matches(".*[\\\\:].*");
      if (!below || foreign) {
        throw new AssertionError("accepted on " + platform + ": " + key);
      }
    }
  }
}
