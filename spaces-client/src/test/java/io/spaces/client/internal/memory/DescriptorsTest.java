package io.spaces.client.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DescriptorsTest {
  @Test
  @Timeout(60)
  @EnabledOnOs(OS.LINUX)
  void thatNoMoreCanBeOpenedIsSeenWhateverLanguageTheSystemSpeaks() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 64; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Exhausted.class.getName())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(told).contains("before: false", "then: true", "missing: false", "after: false");
  }

  /** Opens all that it may. */
  static final class Exhausted {
    private Exhausted() {}

    /** The error as a German system words it. */
    private static boolean seen() {
      return Descriptors.areUsedUp(
          new FileSystemException("/data/x", null, "Zu viele offene Dateien"));
    }

    /** The program. */
    public static void main(String... args) throws IOException {
      boolean missing = Descriptors.areUsedUp(new NoSuchFileException("/data/y"));
      String before = "before: " + seen();
      List<FileInputStream> open = openAll();
      boolean then = seen();
      missing |= Descriptors.areUsedUp(new NoSuchFileException("/data/y"));
      for (FileInputStream one : open) {
        one.close();
      }
      System.out.println(before);
      System.out.println("then: " + then);
      System.out.println("missing: " + missing);
      System.out.println("after: " + seen());
    }

    private static List<FileInputStream> openAll() {
      List<FileInputStream> open = new ArrayList<>();
      try {
        while (true) {
          open.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException e) {
        return open;
      }
    }
  }
}
