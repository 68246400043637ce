package io.spaces.client.internal.source.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.backup.Trouble;
import io.spaces.client.error.CancelledException;
import io.spaces.client.internal.content.ContentHash;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.Meddler;
import io.spaces.client.internal.source.PosixTools;
import io.spaces.client.internal.source.Sha256;
import io.spaces.client.internal.source.SourceChangedException;
import io.spaces.client.internal.source.SourceException;
import io.spaces.client.internal.source.SourceFile;
import io.spaces.client.internal.source.Stamps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceReaderTest {
  private static final int LIMIT = 64 * 1024;
  private static final int LARGE = 700_000;

  @TempDir Path root;
  @TempDir Path temporary;

  private final OpenWatch watch = new OpenWatch();
  private final HashCrew crew = new HashCrew("reader", () -> {});
  private SourceReader reader;

  @BeforeEach
  void makeReader() {
    reader = new SourceReader(watch, crew, temporary, Sha256::new, LIMIT);
  }

  @AfterEach
  void leavesNothingBehind() {
    watch.close();
    crew.close();
    assertThat(temporary).isEmptyDirectory();
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(root.resolve(name), content);
  }

  private SourceFile found(String name) throws IOException {
    Path path = root.resolve(name);
    FileStamp stamp = Stamps.on(path.getFileSystem()).of(path, false);
    return new SourceFile(name, path, root, stamp, false);
  }

  /** Makes a file old enough for its stamp to be believed. */
  private void age(Path file) throws IOException {
    long changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis();
    while (System.currentTimeMillis() - changed < 50) {
      Thread.onSpinWait();
    }
  }

  private static byte[] readAll(ContentSnapshot snapshot) throws IOException {
    try (InputStream in = snapshot.payload().open()) {
      return in.readAllBytes();
    }
  }

  private static void assertIs(ContentSnapshot snapshot, byte[] content) throws IOException {
    assertThat(snapshot.length()).isEqualTo(content.length);
    assertThat(snapshot.digest()).isEqualTo(Sha256.of(content));
    assertThat(readAll(snapshot)).isEqualTo(content);
    assertThat(readAll(snapshot)).as("a second time").isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, LIMIT - 1, LIMIT, LIMIT + 1, 262_144, 262_145, LARGE})
  void readsFilesOfEverySize(int size) throws IOException {
    byte[] content = bytes(size, size);
    write("a", content);

    try (ContentSnapshot snapshot = reader.read(found("a"), 0)) {
      assertIs(snapshot, content);
      assertThat(snapshot.stamp()).isEqualTo(found("a").stamp());
    }
  }

  @Test
  void sendsSmallFilesFromMemory() throws IOException {
    Path file = write("a", bytes(1000, 1));

    try (ContentSnapshot snapshot = reader.read(found("a"), 0)) {
      Files.delete(file);
      assertIs(snapshot, bytes(1000, 1));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void callsAFileSteadyThatStayedAsItWas() throws IOException {
    age(write("small", bytes(1000, 1)));
    age(write("large", bytes(LARGE, 1)));

    try (ContentSnapshot small = reader.read(found("small"), 0)) {
      assertThat(small.steadyStamp()).isEqualTo(small.stamp());
    }
    try (ContentSnapshot large = reader.read(found("large"), 0)) {
      assertThat(large.steadyStamp()).isEqualTo(large.stamp());
    }
  }

  /** Only the first write to a page of a mapped file is told by the file's times. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void looksAgainAtAFileThatChangedSoLatelyThatItsStampMayHideMore() throws IOException {
    Path file = write("a", new byte[1000]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1000);
      page.put(0, (byte) 1);
      Instant changed = ((FileTime) Files.getAttribute(file, "unix:ctime")).toInstant();
      AtomicInteger passes = new AtomicInteger();
      Supplier<Sha256> changing =
          () ->
              new Sha256() {
                @Override
                public byte[] finish() {
                  if (passes.getAndIncrement() == 0) {
                    page.put(0, (byte) 2);
                  }
                  return super.finish();
                }
              };
      Clock clock = Clock.fixed(changed, ZoneOffset.UTC);
      SourceReader fresh = new SourceReader(watch, crew, temporary, changing, LIMIT, clock);

      try (ContentSnapshot snapshot = fresh.read(found("a"), 0)) {
        assertThat(readAll(snapshot)[0]).isEqualTo((byte) 2);
        assertThat(snapshot.digest()).isEqualTo(Sha256.of(readAll(snapshot)));
      }
      assertThat(passes).hasValueGreaterThan(1);
    }
  }

  @Test
  void withholdsTheEndOfALargeFileThatChangedAfterItWasHashed() throws IOException {
    Path file = write("a", bytes(LARGE, 1));

    try (ContentSnapshot snapshot = reader.read(found("a"), 0)) {
      overwrite(file, LARGE - 100, new byte[1]);
      byte[] received = new byte[LARGE];
      int[] count = {0};
      assertThatThrownBy(() -> drain(snapshot, received, count))
          .isInstanceOf(SourceChangedException.class)
          .hasMessage("\"a\" changed again each time it was read");
      assertThat(count[0]).isLessThan(LARGE);
    }
    try (ContentSnapshot again = reader.read(found("a"), 1)) {
      assertIs(again, Files.readAllBytes(file));
    }
  }

  private static void drain(ContentSnapshot snapshot, byte[] into, int[] count) throws IOException {
    try (InputStream in = snapshot.payload().open()) {
      int read;
      while ((read = in.read(into, count[0], Math.min(1000, into.length - count[0]))) > 0) {
        count[0] += read;
      }
    }
  }

  @Test
  void noticesThatALargeFileWasCutOrDeletedBeforeItWasSent() throws IOException {
    Path file = write("a", bytes(LARGE, 1));

    try (ContentSnapshot snapshot = reader.read(found("a"), 0)) {
      overwriteWhole(file, bytes(LARGE / 2, 1));
      assertThatThrownBy(() -> readAll(snapshot)).isInstanceOf(SourceChangedException.class);
      Files.delete(file);
      SourceException error = catchThrowableOfType(SourceException.class, () -> readAll(snapshot));
      assertThat(error.problem().kind()).isEqualTo(Trouble.VANISHED);
    }
  }

  @Test
  void sendsTheBeginningOfALargeFileThatGrows() throws IOException {
    Path file = write("log", bytes(LARGE, 1));
    SourceFile source = found("log");
    reader = new SourceReader(watch, crew, temporary, () -> new Meddler(() -> append(file)), LIMIT);

    try (ContentSnapshot snapshot = reader.read(source, 0)) {
      assertThat(snapshot.steadyStamp()).isNull();
      assertIs(snapshot, bytes(LARGE, 1));
    }
  }

  @Test
  void sendsTheBeginningOfASmallFileThatGrows() throws IOException {
    Path file = write("log", bytes(1000, 1));
    reader = new SourceReader(watch, crew, temporary, () -> new Meddler(() -> append(file)), LIMIT);

    try (ContentSnapshot snapshot = reader.read(found("log"), 0)) {
      assertThat(snapshot.steadyStamp()).isNull();
      assertIs(snapshot, bytes(1000, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, LARGE})
  void readsAgainAFileThatChangedOnce(int size) throws IOException {
    Path file = write("a", bytes(size, 1));
    age(file);
    Runnable once =
        new Runnable() {
          private boolean done;

          @Override
          public void run() {
            if (!done) {
              done = true;
              overwrite(file, size / 2, bytes(10, 2));
            }
          }
        };
    reader = new SourceReader(watch, crew, temporary, () -> new Meddler(once), LIMIT);

    try (ContentSnapshot snapshot = reader.read(found("a"), 0)) {
      assertIs(snapshot, Files.readAllBytes(file));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, LARGE})
  void givesUpOnAFileThatAlwaysChanges(int size) throws IOException {
    Path file = write("a", bytes(size, 1));
    int[] turn = {0};
    Runnable always = () -> overwrite(file, 10, bytes(10, ++turn[0]));
    reader = new SourceReader(watch, crew, temporary, () -> new Meddler(always), LIMIT);
    SourceFile source = found("a");

    SourceChangedException error =
        catchThrowableOfType(SourceChangedException.class, () -> reader.read(source, 0));

    assertThat(error.problem().kind()).isEqualTo(Trouble.CHANGING);
    assertThat(error).hasMessage("\"a\" changed again each time it was read");
  }

  @Test
  void copiesALargeFileThatChangesBetweenHashingAndSending() throws IOException {
    byte[] content = bytes(LARGE, 1);
    Path file = write("a", content);

    try (ContentSnapshot snapshot = reader.read(found("a"), 2)) {
      overwriteWhole(file, bytes(LARGE, 2));
      assertIs(snapshot, content);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void leavesNoNameOfACopyEvenWhileItIsUsed() throws IOException {
    write("a", bytes(LARGE, 1));

    try (ContentSnapshot snapshot = reader.read(found("a"), 2)) {
      assertThat(temporary).isEmptyDirectory();
      assertThat(snapshot.length()).isEqualTo(LARGE);
    }
  }

  @Test
  void saysWhereACopyCouldNotBeMade() throws IOException {
    write("a", bytes(LARGE, 1));
    Path noFolder = write("no-folder", new byte[0]);
    reader = new SourceReader(watch, crew, noFolder.resolve("x"), Sha256::new, LIMIT);
    SourceFile source = found("a");

    assertThatThrownBy(() -> reader.read(source, 2))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("\"a\" keeps changing and cannot be copied to " + noFolder);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverFollowsALinkThatTookAFilesPlace(@TempDir Path outside) throws IOException {
    Path secret = Files.write(outside.resolve("secret"), bytes(10, 9));
    Path file = write("a", bytes(10, 1));
    SourceFile source = found("a");
    Files.delete(file);
    Files.createSymbolicLink(file, secret);

    SourceException error =
        catchThrowableOfType(SourceException.class, () -> reader.read(source, 0));

    assertThat(error.problem().kind()).isEqualTo(Trouble.CHANGING);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverFollowsALinkThatTookAFoldersPlace(@TempDir Path outside) throws IOException {
    Files.write(outside.resolve("a"), bytes(10, 9));
    Files.createDirectory(root.resolve("folder"));
    Path file = write("folder/a", bytes(10, 1));
    SourceFile source = found("folder/a");
    Files.delete(file);
    Files.delete(root.resolve("folder"));
    Files.createSymbolicLink(root.resolve("folder"), outside);

    SourceException error =
        catchThrowableOfType(SourceException.class, () -> reader.read(source, 0));

    assertThat(error.problem().kind()).isEqualTo(Trouble.CHANGING);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void readsThroughALinkWhenTold() throws IOException {
    write("a", bytes(10, 1));
    Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("a"));

    try (ContentSnapshot snapshot = reader.read(SourceFile.given("b", link), 0)) {
      assertIs(snapshot, bytes(10, 1));
    }
  }

  @Test
  void readsAFileThatWasReplacedSinceItWasFound() throws IOException {
    write("a", bytes(10, 1));
    SourceFile source = found("a");
    Files.move(write("b", bytes(20, 2)), root.resolve("a"), StandardCopyOption.REPLACE_EXISTING);

    try (ContentSnapshot snapshot = reader.read(source, 0)) {
      assertIs(snapshot, bytes(20, 2));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void doesNotOpenAPipeThatTookAFilesPlace() throws Exception {
    Path file = write("a", bytes(10, 1));
    SourceFile source = found("a");
    Files.delete(file);
    PosixTools.makePipe(file);

    SourceException error =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> catchThrowableOfType(SourceException.class, () -> reader.read(source, 0)));

    assertThat(error.problem().kind()).isEqualTo(Trouble.SPECIAL);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isSetFreeFromAPipeThatItOpenedAllTheSame() throws Exception {
    Path pipe = root.resolve("pipe");
    PosixTools.makePipe(pipe);

    assertThatThrownBy(
            () -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> watch.open(pipe, false)))
        .hasMessage(pipe + ": is a pipe");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neverReadsFromAPipeThatSomebodyHoldsOpenAndNeverWritesTo() throws Exception {
    Path pipe = root.resolve("pipe");
    PosixTools.makePipe(pipe);
    try (FileChannel held =
        FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      assertThat(held.isOpen()).isTrue();

      assertThatThrownBy(() -> watch.open(pipe, false)).hasMessage(pipe + ": is a pipe");
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file = write("a", bytes(10, 1));
    SourceFile source = found("a");
    Files.delete(file);

    assertThatThrownBy(() -> reader.read(source, 0))
        .isInstanceOf(SourceException.class)
        .hasMessage("\"a\" does not exist");
    assertThatThrownBy(() -> SourceFile.given("b", file)).hasMessage("\"b\" does not exist");
    assertThatThrownBy(() -> SourceFile.given("c", root)).isInstanceOf(SourceException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void refusesFilesThatHoldMoreThanTheySay() throws IOException {
    SourceFile source = SourceFile.given("status", Path.of("/proc/self/status"));

    assertThatThrownBy(() -> reader.read(source, 0))
        .isInstanceOf(SourceException.class)
        .hasMessage("\"status\" holds more than the size that the file system gives for it");
  }

  @Test
  void readsFromFileSystemsWithoutUnixAttributes() throws IOException {
    URI zip = URI.create("jar:" + root.resolve("x.zip").toUri());
    try (FileSystem fileSystem = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path file = Files.write(fileSystem.getPath("/a"), bytes(LARGE, 1));
      FileStamp stamp = Stamps.on(fileSystem).of(file, false);
      SourceFile source = new SourceFile("a", file, fileSystem.getPath("/"), stamp, false);

      try (ContentSnapshot snapshot = reader.read(source, 0)) {
        assertIs(snapshot, bytes(LARGE, 1));
      }
    }
  }

  /** A writer fills the file with one byte after the other; whoever reads sees only one of them. */
  @Test
  void seesOneMomentOfAFileThatIsRewrittenAllTheTime() throws Exception {
    Path file = write("a", new byte[LIMIT]);
    SourceFile source = found("a");
    Thread writer = new Thread(() -> rewrite(file));
    writer.start();
    int good = 0;
    try {
      for (int i = 0; i < 300; i++) {
        try (ContentSnapshot snapshot = reader.read(source, 0)) {
          byte[] content = readAll(snapshot);
          assertThat(snapshot.digest()).isEqualTo(Sha256.of(content));
          if (isWhole(content)) {
            good++;
          }
        } catch (SourceChangedException reported) {
          good++;
        }
      }
    } finally {
      writer.interrupt();
      writer.join();
    }
    assertThat(good).isEqualTo(300);
  }

  private static boolean isWhole(byte[] content) {
    byte[] same = new byte[content.length];
    Arrays.fill(same, content[0]);
    return Arrays.equals(content, same);
  }

  /**
   * Each moment's content is of one kind, since the kernel writes it with a file moved in place.
   */
  private void rewrite(Path file) {
    byte[] content = new byte[LIMIT];
    for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
      Arrays.fill(content, (byte) i);
      try {
        Path next = Files.write(root.resolve("next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void append(Path file) {
    try {
      Files.write(file, new byte[1], StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file, long position, byte[] content) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(content), position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwriteWhole(Path file, byte[] content) throws IOException {
    Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Around the sizes of a chunk, of the least file that is shared, and of a window of chunks. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        (16 << 20) - 1,
        16 << 20,
        (16 << 20) + 1,
        (16 << 20) + 256 * 1024,
        (64 << 20) - 1,
        64 << 20,
        (64 << 20) + 1,
        (129 << 20) + 77
      })
  void severalThreadsMakeTheHashOfALargeFileThatOneWouldMake(int size) throws IOException {
    byte[] content = bytes(size, size);
    age(write("large.bin", content));
    ContentHash expected = new ContentHash();
    expected.update(content, 0, size);
    SourceReader shared = new SourceReader(watch, crew, temporary, ContentHash::new, LIMIT);

    try (ContentSnapshot snapshot = shared.read(found("large.bin"), 0);
        InputStream sent = snapshot.payload().open()) {
      assertThat(snapshot.digest()).isEqualTo(expected.finish());
      assertThat(snapshot.length()).isEqualTo(size);
      assertThat(sent.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aLargeFileThatSeveralThreadsHashedIsNotSentWhenOneOfItsBytesHasChanged() throws IOException {
    byte[] content = bytes((65 << 20) + 5, 9);
    Path file = write("large.bin", content);
    age(file);
    SourceReader shared = new SourceReader(watch, crew, temporary, ContentHash::new, LIMIT);

    try (ContentSnapshot snapshot = shared.read(found("large.bin"), 0)) {
      content[40 << 20] ^= 1;
      Files.write(file, content);
      try (InputStream sent = snapshot.payload().open()) {
        assertThatThrownBy(sent::readAllBytes).isInstanceOf(SourceChangedException.class);
      }
    }
  }

  @Test
  void aRunThatIsToEndDoesNotHashALargeFileFirst() throws IOException {
    age(write("large.bin", new byte[16 << 20]));
    try (HashCrew stopped =
        new HashCrew(
            "stopped",
            () -> {
              throw new CancelledException("stop", null);
            })) {
      SourceReader shared = new SourceReader(watch, stopped, temporary, ContentHash::new, LIMIT);
      SourceFile file = found("large.bin");
      assertThatThrownBy(() -> shared.read(file, 0)).isInstanceOf(CancelledException.class);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aStreamThatFailsToCloseLeavesNoFileOpen() throws IOException {
    InputStream in =
        new ByteArrayInputStream(bytes(LARGE, 1)) {
          @Override
          public void close() throws IOException {
            throw new IOException("the program ended with 1");
          }
        };

    assertThatThrownBy(() -> reader.read("a", () -> in))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("the program ended with 1");
    assertThat(openFiles()).noneMatch(file -> file.startsWith(temporary.toString()));
    try (ContentSnapshot next = reader.read("b", () -> new ByteArrayInputStream(bytes(10, 2)))) {
      assertIs(next, bytes(10, 2));
    }
  }

  @Test
  void aFolderIsNotSaidToBeADevice() {
    assertThatThrownBy(() -> SourceFile.given("a", root))
        .isInstanceOf(SourceException.class)
        .hasMessage("\"a\" is a folder, where a file is expected");
  }

  private static List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc/self/fd"), Files::isSymbolicLink)) {
      for (Path descriptor : descriptors) {
        try {
          open.add(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException closedSince) {
          // another thread's
        }
      }
    }
    return open;
  }
}
