package io.spaces.client.internal.restore.entry;

import static io.spaces.client.internal.restore.entry.CollisionDetector.Verdict.COLLIDING;
import static io.spaces.client.internal.restore.entry.CollisionDetector.Verdict.FRESH;
import static io.spaces.client.internal.restore.entry.CollisionDetector.Verdict.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollisionDetectorTest {
  private static final NameTraits BOTH = new NameTraits(true, true);

  @Test
  void namesThatDifferInCaseCollideWhereCaseIsIgnored() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(new NameTraits(true, false));
    assertThat(add(detector, "README.txt")).isEqualTo(FRESH);
    assertThat(add(detector, "readme.TXT")).isEqualTo(COLLIDING);
    assertThat(add(detector, "\u00e9")).isEqualTo(FRESH);
    assertThat(add(detector, "\u00c9")).isEqualTo(COLLIDING);
    assertThat(add(detector, "e\u0301")).isEqualTo(FRESH);
  }

  @Test
  void namesThatDifferInFormCollideWhereFormIsIgnored() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(new NameTraits(false, true));
    assertThat(add(detector, "caf\u00e9")).isEqualTo(FRESH);
    assertThat(add(detector, "cafe\u0301")).isEqualTo(COLLIDING);
    assertThat(add(detector, "CAF\u00c9")).isEqualTo(FRESH);
  }

  @Test
  void foldersCollideAsFilesDo() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(BOTH);
    assertThat(add(detector, "Photos/a")).isEqualTo(FRESH);
    assertThat(add(detector, "photos/b")).isEqualTo(COLLIDING);
    assertThat(add(detector, "Photos/b")).isEqualTo(FRESH);
    assertThat(add(detector, "PHOTOS")).isEqualTo(COLLIDING);
  }

  @Test
  void nothingButTheSameKeyTwiceIsRepeatedWhereNamesAreExact() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(NameTraits.EXACT);
    assertThat(add(detector, "a/b")).isEqualTo(FRESH);
    assertThat(add(detector, "A/b")).isEqualTo(FRESH);
    assertThat(add(detector, "ab")).isEqualTo(FRESH);
    assertThat(add(detector, "a/b")).isEqualTo(REPEATED);
  }

  @Test
  void anEntryCannotBeAFolderToo() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(NameTraits.EXACT);
    assertThat(add(detector, "a/b")).isEqualTo(FRESH);
    assertThat(add(detector, "a")).isEqualTo(COLLIDING);
    assertThat(add(detector, "a/b/c")).isEqualTo(COLLIDING);
    assertThat(add(detector, "a/c")).isEqualTo(FRESH);
  }

  @Test
  void knowsWhatItHas() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(BOTH);
    add(detector, "Photos/a");
    assertThat(has(detector, "Photos/a")).isTrue();
    assertThat(has(detector, "photos/A")).isTrue();
    assertThat(has(detector, "photos")).isTrue();
    assertThat(has(detector, "a")).isFalse();
    assertThat(has(detector, "Photos/b")).isFalse();
  }

  @Test
  void agreesWithAMapOfNamesOnRandomKeys() throws RefusedEntryException {
    long seed = 7;
    Random random = new Random(seed);
    CollisionDetector detector = new CollisionDetector(BOTH);
    Map<String, String> spelling = new HashMap<>();
    Map<String, Boolean> names = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder key = new StringBuilder();
      for (int n = random.nextInt(3); n >= 0; n--) {
        key.append(random.nextBoolean() ? 'a' : 'A').append(random.nextInt(30)).append('/');
      }
      key.append(random.nextInt(50));
      assertThat(add(detector, key.toString()))
          .as("seed %d, key %d: %s", seed, i, key)
          .isEqualTo(expected(spelling, names, key.toString()));
    }
  }

  private static CollisionDetector.Verdict expected(
      Map<String, String> spelling, Map<String, Boolean> entries, String key) {
    for (int end = 0; end >= 0; ) {
      end = key.indexOf('/', end + 1);
      String prefix = end < 0 ? key : key.substring(0, end);
      boolean entry = end < 0;
      String first = spelling.putIfAbsent(prefix.toLowerCase(Locale.ROOT), prefix);
      Boolean wasEntry = first == null ? entries.put(prefix, entry) : entries.get(prefix);
      if (first == null && entry) {
        return FRESH;
      }
      if (first != null && (!first.equals(prefix) || !Boolean.valueOf(entry).equals(wasEntry))) {
        return COLLIDING;
      }
      if (entry) {
        return REPEATED;
      }
    }
    throw new AssertionError();
  }

  @Test
  void aMillionKeysTakeLittleMemoryAndDoNotCollideByChance() throws RefusedEntryException {
    CollisionDetector detector = new CollisionDetector(BOTH);
    for (int i = 0; i < 1_000_000; i++) {
      if (add(detector, "folder" + i / 1000 + "/file" + i) != FRESH) {
        throw new AssertionError("key " + i);
      }
    }
    assertThat(detector.held()).isLessThan(32L << 20);
  }

  private static boolean has(CollisionDetector detector, String key) throws RefusedEntryException {
    return detector.has(RestorePath.parse(key, Platform.POSIX));
  }

  private static CollisionDetector.Verdict add(CollisionDetector detector, String key)
      throws RefusedEntryException {
    return detector.add(RestorePath.parse(key, Platform.POSIX));
  }
}
