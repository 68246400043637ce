package io.spaces.client.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on security names tests that exist. */
class SecurityPageTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final List<Path> TESTS =
      List.of(
          Path.of("src/test/java"),
          Path.of("../spaces-client/src/test/java"),
          Path.of("../spaces-client-examples/src/test/java"));

  @Test
  void everyPromiseIsProvedByATestThatExists() throws IOException {
    Matcher named = NAMED.matcher(Files.readString(Path.of("../spaces-client/docs/security.md")));
    List<String> missing = new ArrayList<>();
    int count = 0;
    while (named.find()) {
      count++;
      if (!exists(named.group(1), named.group(2))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).isGreaterThan(30);
  }

  private static boolean exists(String type, String method) throws IOException {
    for (Path root : TESTS) {
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.endsWith(type + ".java")).toList()) {
          if (Files.readString(file).contains("void " + method + "(")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
