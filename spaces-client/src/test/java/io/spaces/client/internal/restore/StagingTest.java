package io.spaces.client.internal.restore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  @TempDir Path folder;

  @Test
  void thePrivateFolderIsPrivateAndGoneAfterwards() throws IOException {
    try (SafeTarget target = SafeTarget.open(folder)) {
      assertThat(privateFolders())
          .singleElement()
          .satisfies(
              p ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(p)))
                      .isEqualTo("rwx------"));
      assertThat(target.stat(target.path("none"))).isNull();
    }
    assertThat(privateFolders()).isEmpty();
  }

  @Test
  void aFolderOfAProgramsFilesMayBeClosedTwice() throws IOException {
    PrivateFolder privateFolder = PrivateFolder.create(folder);
    Files.writeString(privateFolder.resolve("f"), "secret");
    privateFolder.close();
    privateFolder.close();

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aRestoreThatWasKilledIsCleanedUpAfterByTheNext() throws Exception {
    Files.writeString(folder.resolve("f"), "old");
    Process killed = startAnother();
    killed.destroyForcibly().waitFor();
    assertThat(privateFolders()).hasSize(1);
    assertThat(folder.resolve("f")).hasContent("old");

    SafeTarget.open(folder).close();

    assertThat(privateFolders()).isEmpty();
    assertThat(folder.resolve("f")).hasContent("old");
  }

  @Test
  void aRestoreThatRunsInAnotherProcessIsLeftAlone() throws Exception {
    Process running = startAnother();
    List<Path> theirs = privateFolders();

    try (SafeTarget target = SafeTarget.open(folder)) {
      assertThat(privateFolders()).containsAll(theirs).hasSize(2);
      SafeTargetTest.write(target, "g", "x", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }

    assertThat(privateFolders()).isEqualTo(theirs);
    running.getOutputStream().close();
    assertThat(running.waitFor()).isZero();
    assertThat(folder.resolve("f")).hasContent("new");
    assertThat(privateFolders()).isEmpty();
  }

  @Test
  void restoresInOneProcessLeaveEachOtherAlone() throws IOException {
    try (SafeTarget one = SafeTarget.open(folder);
        PendingFile file = one.begin(one.path("f"), -1)) {
      file.write('x');
      try (SafeTarget two = SafeTarget.open(folder)) {
        SafeTargetTest.write(two, "g", "y", SafeTarget.NO_TIME, SafeTarget.NO_MODE);
        assertThat(privateFolders()).hasSize(2);
      }
      // The lock has survived the other's clean up, also as other processes see it.
      assertThat(privateFolders()).hasSize(1);
      SafeTarget.open(folder).close();
      assertThat(privateFolders()).hasSize(1);
      file.commit(SafeTarget.NO_TIME, SafeTarget.NO_MODE);
    }
    assertThat(folder.resolve("f")).hasContent("x");
    assertThat(folder.resolve("g")).hasContent("y");
    assertThat(privateFolders()).isEmpty();
  }

  @Test
  void whatMerelyLooksLikeALeftoverIsNotTouched() throws IOException {
    Files.writeString(folder.resolve(Staging.PREFIX + "9b2f0a4e-6f0c-4d1b-8f3a-0123456789aa"), "x");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("kept"), "x");
    Files.createSymbolicLink(
        folder.resolve(Staging.PREFIX + "9b2f0a4e-6f0c-4d1b-8f3a-0123456789ab"), elsewhere);
    Path full =
        Files.createDirectories(
            folder.resolve(Staging.PREFIX + "9b2f0a4e-6f0c-4d1b-8f3a-0123456789ac/sub/sub"));
    Files.writeString(full.resolve("kept"), "x");
    Path named = Files.createDirectory(folder.resolve(Staging.PREFIX + "mine"));
    Files.writeString(named.resolve("kept"), "x");

    SafeTarget.open(folder).close();

    assertThat(elsewhere.resolve("kept")).exists();
    assertThat(full.resolve("kept")).exists();
    assertThat(named.resolve("kept")).exists();
    assertThat(folder.resolve(Staging.PREFIX + "9b2f0a4e-6f0c-4d1b-8f3a-0123456789aa")).exists();
  }

  private List<Path> privateFolders() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.getFileName().toString().startsWith(Staging.PREFIX)).toList();
    }
  }

  /** Starts a JVM that has a file half written when this returns. */
  private Process startAnother() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-cp",
                classPath,
                AnotherRestore.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    assertThat(out.readLine()).isEqualTo("half written");
    return process;
  }

  /** A restore that waits, half way through a file, for the end of its input. */
  static final class AnotherRestore {
    private AnotherRestore() {}

    public static void main(String[] args) throws IOException {
      try (SafeTarget target = SafeTarget.open(Path.of(args[0]));
          PendingFile file = target.begin(target.path("f"), 3)) {
        file.write("ne".getBytes(UTF_8));
        System.out.println("half written");
        if (System.in.read() < 0) {
          file.write('w');
          file.commit(SafeTarget.NO_TIME, SafeTarget.NO_MODE);
        }
      }
    }
  }
}
