package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random trees, written over what random trees have left, are what a map says they are. */
class SafeTargetModelTest {
  private static final String[] NAMES = {
    "a", "b", "C", "c", "\u00e9", "e\u0301", "x y", "n\nl", "b\\s", "..."
  };

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatWasWrittenIsWhatIsThere(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, String> model = new TreeMap<>();
    for (int session = 0; session < 3; session++) {
      try (SafeTarget target = SafeTarget.open(folder)) {
        for (int i = 0; i < 200; i++) {
          step(random, target, model);
        }
        target.sync();
      }
      assertThat(onDisk()).as("seed %d, session %d", seed, session).isEqualTo(model);
    }
  }

  private static void step(Random random, SafeTarget target, Map<String, String> model)
      throws IOException {
    RestorePath path = target.path(randomKey(random));
    String key = path.key();
    String old = model.getOrDefault(key, "nothing");
    boolean reachable = isReachable(model, key);
    boolean replaceable = reachable && isWithoutEntries(model, key);
    int length = random.nextInt(5) * 1000;
    long mtime = random.nextLong(2_000_000_000_000_000_000L);
    int mode = 0600 | random.nextInt(0200);
    switch (random.nextInt(6)) {
      case 0 -> {
        if (succeeds(replaceable, key, () -> write(target, path, length, mtime, mode))) {
          put(model, key, "file " + length + " " + mtime + " " + Integer.toOctalString(mode));
        }
      }
      case 1 -> {
        if (succeeds(
            replaceable, key, () -> target.symbolicLink(path, "../" + key, SafeTarget.NO_TIME))) {
          put(model, key, "link ../" + key);
        }
      }
      case 2 -> {
        boolean allowed = reachable && (old.equals("nothing") || old.equals("folder"));
        if (succeeds(allowed, key, () -> target.createDirectory(path))) {
          put(model, key, "folder");
        }
      }
      case 3 -> {
        boolean there = model.containsKey(key);
        Action delete = () -> assertThat(target.delete(path)).isEqualTo(there);
        if (succeeds(replaceable, key, delete)) {
          model.remove(key);
        }
      }
      case 4 ->
          succeeds(
              reachable,
              key,
              () -> {
                try (PendingFile file = target.begin(path, -1)) {
                  file.write(new byte[length]);
                }
              });
      default ->
          succeeds(
              reachable,
              key,
              () -> assertThat(target.stat(path) == null).isEqualTo(old.equals("nothing")));
    }
  }

  private static void write(SafeTarget target, RestorePath path, int length, long mtime, int mode)
      throws IOException {
    try (PendingFile file = target.begin(path, length)) {
      file.write(new byte[length]);
      file.commit(mtime, mode);
    }
  }

  private static boolean succeeds(boolean allowed, String key, Action action) throws IOException {
    try {
      action.run();
    } catch (RefusedEntryException | DirectoryNotEmptyException e) {
      assertThat(allowed).as("%s was refused: %s", key, e.getMessage()).isFalse();
      return false;
    }
    assertThat(allowed).as("%s should have been refused", key).isTrue();
    return true;
  }

  private interface Action {
    void run() throws IOException;
  }

  private static String randomKey(Random random) {
    StringBuilder key = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
    while (random.nextInt(3) > 0) {
      key.append('/').append(NAMES[random.nextInt(NAMES.length)]);
    }
    return key.toString();
  }

  /** Every folder on the way is a folder or missing. */
  private static boolean isReachable(Map<String, String> model, String key) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (!model.getOrDefault(key.substring(0, slash), "folder").equals("folder")) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithoutEntries(Map<String, String> model, String key) {
    return model.keySet().stream().noneMatch(k -> k.startsWith(key + "/"));
  }

  private static void put(Map<String, String> model, String key, String what) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      model.put(key.substring(0, slash), "folder");
    }
    model.put(key, what);
  }

  private Map<String, String> onDisk() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) all.skip(1)::iterator) {
        found.put(folder.relativize(path).toString(), describe(path));
      }
    }
    return found;
  }

  private static String describe(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link " + Files.readSymbolicLink(path);
    }
    if (Files.isDirectory(path)) {
      return "folder";
    }
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return "file "
        + Files.size(path)
        + " "
        + Files.getLastModifiedTime(path).to(TimeUnit.NANOSECONDS)
        + " "
        + Integer.toOctalString(mode & 07777);
  }
}
