package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class HandleDirectoryTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path world;
  private Path ours;
  private Path others;

  @BeforeEach
  void makeFolders() throws IOException {
    ours = Files.createDirectory(world.resolve("ours"));
    others = Files.createDirectory(world.resolve("others"));
    Files.writeString(ours.resolve("f"), "ours");
    Files.writeString(others.resolve("f"), "others");
  }

  /** The first descriptor that leads to a folder need not be the one that holds it. */
  @Test
  void changesItsOwnFilesWhereAnotherDescriptorOfItsWasClosedAndLeadsElsewhereNow()
      throws IOException {
    Instant untouched = modified(others);
    long then = 1_000_000_000_000_000_001L;
    TargetDirectory directory;
    try (DirectoryStream<Path> another = Files.newDirectoryStream(ours)) {
      assertThat(another).isNotNull();
      directory = open(ours);
      directory.setAttributes("f", then, SafeTarget.NO_MODE);
    }
    try (directory;
        DirectoryStream<Path> elsewhere = Files.newDirectoryStream(others)) {
      assertThat(elsewhere).isNotNull();
      directory.setAttributes("f", 2 * then, SafeTarget.NO_MODE);
    }

    assertThat(modified(ours)).isEqualTo(Instant.ofEpochSecond(2_000_000_000L, 2));
    assertThat(modified(others)).isEqualTo(untouched);
  }

  @Test
  void readsItsOwnLinksAndLinksItsOwnFilesAfterItsPathLeadsElsewhere() throws IOException {
    Files.createSymbolicLink(ours.resolve("link"), Path.of("ours"));
    Files.createSymbolicLink(others.resolve("link"), Path.of("others"));
    try (TargetDirectory directory = open(ours);
        TargetDirectory into = open(Files.createDirectory(world.resolve("into")))) {
      Files.move(ours, world.resolve("moved"));
      Files.move(others, ours);

      assertThat(directory.readLink("link")).isEqualTo("ours");
      into.createHardLink("further", directory, "f");
    }

    assertThat(world.resolve("into/further")).hasContent("ours");
  }

  /** A file that is a pipe by the time it is opened: somebody swaps the two without end. */
  @Test
  void aPipeSwappedInForAFileStallsNothing() throws Exception {
    Path file = Files.writeString(world.resolve("file"), "a file");
    Path pipe = world.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    AtomicBoolean done = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(done, file, pipe));
    try (TargetDirectory directory = open(ours)) {
      swapper.start();
      assertTimeoutPreemptively(LONG, () -> openUntilItIsThePipe(directory));
    } finally {
      done.set(true);
      swapper.join();
    }
  }

  private static void openUntilItIsThePipe(TargetDirectory directory) throws IOException {
    while (true) {
      try {
        directory.openFile("f").close();
      } catch (RefusedEntryException seenBefore) {
        Thread.onSpinWait();
      } catch (FileSystemException e) {
        assertThat(e).hasMessageContaining("is a pipe");
        return;
      }
    }
  }

  private void swapUntil(AtomicBoolean done, Path file, Path pipe) {
    Path next = world.resolve("next");
    try {
      while (!done.get()) {
        for (Path each : new Path[] {pipe, file}) {
          Files.createLink(next, each);
          Files.move(next, ours.resolve("f"), StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void oneThatCannotBeLookedAtLeavesNobodyWatching() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    SecureDirectoryStream<Path> closed;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(ours)) {
      closed = (SecureDirectoryStream<Path>) stream;
    }

    assertThatThrownBy(() -> new HandleDirectory(closed, ours))
        .isInstanceOf(ClosedDirectoryStreamException.class);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread))
        .extracting(Thread::getName)
        .doesNotContain("spaces-open-watch");
  }

  private static Instant modified(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder.resolve("f")).toInstant();
  }

  @SuppressWarnings("StreamResourceLeak") // The folder that is returned owns the stream.
  private static TargetDirectory open(Path folder) throws IOException {
    return new HandleDirectory(
        (SecureDirectoryStream<Path>) Files.newDirectoryStream(folder), folder);
  }
}
