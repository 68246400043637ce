package io.spaces.client.internal.source.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.spaces.client.ManualClock;
import io.spaces.client.internal.disk.StateFile;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.PosixTools;
import io.spaces.client.internal.source.Stamps;
import io.spaces.client.internal.source.UnwritableCache;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StatCacheTest {
  private static final byte[] VALUE = value(1);
  private static final long LONG_AGO = Stamps.nanos(Instant.parse("2025-01-02T03:04:05.678Z"));

  @TempDir Path temp;

  private final ManualClock clock = new ManualClock("2026-11-22T10:00:00Z");

  private StatCache open() {
    return open("scope");
  }

  private StatCache open(String scope) {
    return StatCache.open(directory(), scope, clock);
  }

  private Path directory() {
    return temp.resolve("state");
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files.filter(f -> f.toString().endsWith(".stat")).findFirst().orElseThrow();
    }
  }

  private static byte[] value(int seed) {
    byte[] value = new byte[32];
    new Random(seed).nextBytes(value);
    return value;
  }

  private static FileStamp stamp(int n) {
    long time = LONG_AGO + n;
    return new FileStamp(n, time, time + 5, n, 1, FileStamp.REGULAR, 1);
  }

  private void fill(StatCache cache, int count) {
    for (int i = 0; i < count; i++) {
      cache.record("file-" + i, stamp(i), value(i), clock.instant());
    }
  }

  @Test
  void remembersOverRuns() {
    StatCache first = open();
    fill(first, 1000);
    first.record("long", stamp(7), new byte[StatCache.MAX_VALUE], clock.instant());
    first.record("nothing", stamp(8), new byte[0], clock.instant());
    first.finish(true);

    StatCache second = open();
    for (int i = 0; i < 1000; i++) {
      assertThat(second.find("file-" + i, stamp(i))).isEqualTo(value(i));
    }
    assertThat(second.find("long", stamp(7))).hasSize(StatCache.MAX_VALUE);
    assertThat(second.find("nothing", stamp(8))).isEmpty();
    assertThat(second.find("file-1000", stamp(1000))).isNull();
  }

  @Test
  void trustsNoFileThatDiffersInAnything() {
    StatCache cache = open();
    FileStamp s = new FileStamp(1, 2, 3, 4, 5, FileStamp.REGULAR, 1);
    cache.record("a", s, VALUE, clock.instant());

    assertThat(cache.find("a", s)).isEqualTo(VALUE);
    assertThat(cache.find("b", s)).isNull();
    List<FileStamp> others =
        List.of(
            new FileStamp(0, 2, 3, 4, 5, FileStamp.REGULAR, 1),
            new FileStamp(1, 1, 3, 4, 5, FileStamp.REGULAR, 1),
            new FileStamp(1, 2, 4, 4, 5, FileStamp.REGULAR, 1),
            new FileStamp(1, 2, 3, 5, 5, FileStamp.REGULAR, 1));
    assertThat(others).allSatisfy(other -> assertThat(cache.find("a", other)).isNull());
    FileStamp afterReboot = new FileStamp(1, 2, 3, 4, 9, FileStamp.REGULAR, 1);
    assertThat(cache.find("a", afterReboot)).isEqualTo(VALUE);
  }

  @Test
  void trustsNoFileThatChangedJustBeforeItWasRead() {
    StatCache cache = open();
    Instant start = clock.instant();
    // For so long a mapped page that was written to can be written to again without a trace.
    long window = Stamps.nanos(start) - 60_000_000_000L;
    FileStamp modifiedLate = new FileStamp(1, window, 0, 4, 5, FileStamp.REGULAR, 1);
    FileStamp changedLate = new FileStamp(1, 0, window, 4, 5, FileStamp.REGULAR, 1);
    FileStamp early = new FileStamp(1, window - 1, window - 1, 4, 5, FileStamp.REGULAR, 1);
    FileStamp future = new FileStamp(1, 0, window * 2, 4, 5, FileStamp.REGULAR, 1);
    for (FileStamp stamp : List.of(modifiedLate, changedLate, early, future)) {
      cache.record("file" + stamp, stamp, VALUE, start);
    }

    assertThat(cache.find("file" + modifiedLate, modifiedLate)).isNull();
    assertThat(cache.find("file" + changedLate, changedLate)).isNull();
    assertThat(cache.find("file" + future, future)).isNull();
    assertThat(cache.find("file" + early, early)).isEqualTo(VALUE);
  }

  @Test
  void trustsNothingWhereTheFileSystemTellsNoChangeTime() {
    StatCache cache = open();
    FileStamp stamp = new FileStamp(1, 2, FileStamp.UNKNOWN, 0, 0, FileStamp.REGULAR, 1);

    cache.record("a", stamp, VALUE, clock.instant());

    assertThat(cache.find("a", stamp)).isNull();
  }

  @Test
  void replacesWhatItKnew() {
    StatCache cache = open();
    cache.record("a", stamp(1), VALUE, clock.instant());
    cache.record("a", stamp(2), value(2), clock.instant());
    cache.record("a", stamp(3), new byte[100], clock.instant());
    cache.finish(true);

    StatCache next = open();
    assertThat(next.find("a", stamp(1))).isNull();
    assertThat(next.find("a", stamp(2))).isNull();
    assertThat(next.find("a", stamp(3))).isEqualTo(new byte[100]);
  }

  @Test
  void dropsVanishedFilesAfterACompleteRunOnly() {
    StatCache first = open();
    fill(first, 3);
    first.finish(true);

    StatCache partial = open();
    assertThat(partial.find("file-0", stamp(0))).isNotNull();
    partial.record("new", stamp(9), VALUE, clock.instant());
    partial.finish(false);
    StatCache complete = open();
    assertThat(complete.find("file-1", stamp(1))).as("kept by the partial run").isNotNull();
    complete.finish(true);

    StatCache last = open();
    assertThat(last.find("file-0", stamp(0))).isNull();
    assertThat(last.find("file-1", stamp(1))).isNotNull();
    assertThat(last.find("new", stamp(9))).isNull();
  }

  @Test
  void leavesTheFileAloneWhenNothingIsNew() throws IOException {
    StatCache first = open();
    fill(first, 3);
    first.finish(true);
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file(), old);

    StatCache second = open();
    for (int i = 0; i < 3; i++) {
      second.find("file-" + i, stamp(i));
    }
    second.finish(true);

    assertThat(Files.getLastModifiedTime(file())).isEqualTo(old);
  }

  @Test
  void savesOnTheWaySoThatAKilledRunLosesLittle() {
    StatCache killed = open();
    killed.record("a", stamp(1), VALUE, clock.instant());
    clock.advance(StatCache.CHECKPOINT.minusMillis(1));
    killed.record("b", stamp(2), VALUE, clock.instant());
    assertThat(open().find("a", stamp(1))).isNull();
    clock.advance(Duration.ofMillis(1));
    killed.record("c", stamp(3), VALUE, clock.instant());

    StatCache next = open();
    assertThat(next.find("a", stamp(1))).isEqualTo(VALUE);
    assertThat(next.find("c", stamp(3))).isEqualTo(VALUE);
  }

  @Test
  void keepsScopesApart() throws IOException {
    StatCache one = open("one");
    one.record("a", stamp(1), VALUE, clock.instant());
    one.finish(true);
    StatCache two = open("two");
    assertThat(two.find("a", stamp(1))).isNull();
    two.record("a", stamp(1), value(2), clock.instant());
    two.finish(true);

    assertThat(open("one").find("a", stamp(1))).isEqualTo(VALUE);
    assertThat(open("two").find("a", stamp(1))).isEqualTo(value(2));
    try (Stream<Path> files = Files.list(directory())) {
      List<Path> both = files.toList();
      Files.copy(both.get(0), both.get(1), StandardCopyOption.REPLACE_EXISTING);
    }
    long known = Stream.of("one", "two").filter(s -> open(s).find("a", stamp(1)) != null).count();
    assertThat(known).as("a cache under another's name is not taken").isEqualTo(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void isPrivateAndLeavesNothingElse() throws IOException {
    StatCache cache = open();
    fill(cache, 3);
    cache.finish(true);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(directory()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void removesWhatAKilledRunLeft() throws IOException {
    StatCache cache = open();
    fill(cache, 3);
    cache.finish(true);
    String name = file().getFileName().toString().replace(".stat", "");
    Path old = Files.createFile(directory().resolve(name + "-1.tmp"));
    Path young = Files.createFile(directory().resolve(name + "-2.tmp"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

    cache.record("x", stamp(1), VALUE, clock.instant());
    cache.finish(true);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void neverTrustsAFileThatIsDamagedAnywhere() throws IOException {
    StatCache cache = open();
    fill(cache, 40);
    cache.finish(true);
    byte[] good = Files.readAllBytes(file());
    long seed = System.nanoTime();
    Random random = new Random(seed);

    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << random.nextInt(8));
      assertRefused(bad, "flipped at %d, seed %d".formatted(i, seed));
    }
    for (int length = 0; length < good.length; length += 7) {
      assertRefused(Arrays.copyOf(good, length), "cut at " + length);
    }
    assertRefused(Arrays.copyOf(good, good.length + 1), "longer");
    for (int i = 0; i < 2000; i++) {
      byte[] bad = random.nextBoolean() ? good.clone() : new byte[random.nextInt(5000)];
      int from = random.nextInt(bad.length + 1);
      for (int at = from; at < Math.min(bad.length, from + random.nextInt(300)); at++) {
        bad[at] = (byte) random.nextInt();
      }
      if (!Arrays.equals(bad, good)) {
        assertRefused(bad, "garbage %d, seed %d".formatted(i, seed));
      }
    }
    good[good.length / 2] ^= 1;
    Files.write(file(), good);
    StatCache next = open();
    for (int i = 0; i < 40; i++) {
      assertThat(next.find("file-" + i, stamp(i))).isNull();
    }
  }

  private void assertRefused(byte[] bytes, String what) throws IOException {
    // Rewriting in place would make ext4 write through.
    Path file = directory().resolve("damaged");
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> StatFile.read(file, StateFile.digest("scope"), Long.MAX_VALUE, new StatTable()))
        .as(what)
        .isInstanceOf(IOException.class);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnWhenSomethingElseStandsInTheFilesPlace() throws Exception {
    StatCache cache = open();
    fill(cache, 3);
    cache.finish(true);
    Path file = file();

    Files.delete(file);
    PosixTools.makePipe(file);
    assertThat(open().find("file-1", stamp(1))).isNull();
    Files.delete(file);
    Files.createDirectory(file);
    StatCache blocked = open();
    fill(blocked, 3);
    blocked.finish(true);

    assertThat(blocked.find("file-1", stamp(1))).isEqualTo(value(1));
    assertThat(directory()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void goesOnWhenTheDirectoryCannotBeMade() throws IOException {
    Files.createFile(directory());

    StatCache cache = open();
    fill(cache, 3);
    cache.finish(true);

    assertThat(cache.find("file-1", stamp(1))).isEqualTo(value(1));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void goesOnWhenTheDirectoryIsReadOnly() throws IOException {
    Files.createDirectory(directory());
    Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("r-x------"));

    Process process =
        PosixTools.javaBoundByPermissions(UnwritableCache.class, directory().toString());
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);

    assertThat(output).isEqualToIgnoringNewLines(UnwritableCache.VALUE);
    assertThat(directory()).isEmptyDirectory();
  }

  @Test
  void letsTheLastOfTwoWritersWin() {
    StatCache one = open();
    StatCache two = open();
    fill(one, 10);
    two.record("only-two", stamp(1), VALUE, clock.instant());
    one.finish(true);
    two.finish(true);

    StatCache next = open();
    assertThat(next.find("only-two", stamp(1))).isEqualTo(VALUE);
    assertThat(next.find("file-1", stamp(1))).isNull();
  }

  @Test
  void servesManyThreadsAndWritersAtOnce() throws Exception {
    List<StatCache> caches = List.of(open(), open());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> jobs = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int thread = t;
        jobs.add(
            () -> {
              StatCache cache = caches.get(thread % 2);
              int wrong = 0;
              for (int i = 0; i < 2000; i++) {
                String key = "file-" + thread + "-" + i;
                cache.record(key, stamp(i), value(i), clock.instant());
                wrong += Arrays.equals(cache.find(key, stamp(i)), value(i)) ? 0 : 1;
                if (i % 500 == 0) {
                  clock.advance(StatCache.CHECKPOINT);
                }
              }
              cache.finish(false);
              return wrong;
            });
      }
      for (Future<Integer> job : threads.invokeAll(jobs)) {
        assertThat(job.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
    StatCache next = open();
    long known =
        Stream.of(0, 1, 2, 3)
            .filter(thread -> next.find("file-" + thread + "-1999", stamp(1999)) != null)
            .count();
    assertThat(known).as("both threads of the one that wrote last").isEqualTo(2);
    assertThat(directory()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void remembersNothingWhenThereIsNoDirectory() {
    StatCache cache = StatCache.none();

    cache.record("a", stamp(1), VALUE, clock.instant());
    cache.finish(true);

    assertThat(cache.find("a", stamp(1))).isNull();
  }

  @Test
  void holdsAMillionFilesInLessThan90Megabytes() throws IOException {
    long before = usedMemory();
    StatCache cache = open();
    byte[] value = value(1);
    for (int i = 0; i < 1_000_000; i++) {
      cache.record("folder/another/file-" + i, stamp(i), value, clock.instant());
    }
    long used = usedMemory() - before;
    cache.finish(true);

    assertThat(cache.find("folder/another/file-999999", stamp(999_999))).isEqualTo(value);
    assertThat(used).isBetween(60_000_000L, 90_000_000L);
    assertThat(Files.size(file())).isLessThan(70_000_000L);
    assertThat(open().find("folder/another/file-77", stamp(77))).isEqualTo(value);
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void aStateDirectoryThatIsGoneForGoodHarmsNoRun() throws IOException {
    FileSystem gone =
        FileSystems.newFileSystem(
            URI.create("jar:" + temp.resolve("state.zip").toUri()), Map.of("create", "true"));
    StatCache cache = StatCache.open(gone.getPath("/state"), "scope", clock);
    cache.record("a", stamp(1), VALUE, clock.instant());
    gone.close();
    clock.advance(StatCache.CHECKPOINT);

    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> {
          cache.record("b", stamp(2), VALUE, clock.instant());
          cache.finish(true);
        });
    assertThat(cache.find("b", stamp(2))).isEqualTo(VALUE);
  }
}
