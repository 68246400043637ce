package io.spaces.client.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.vault.format.BlobIds;
import io.spaces.client.internal.vault.format.EntryFormat;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.snapshot.SnapshotEntry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How often the tripwire raises a false alarm, and whether it raises the true ones. The README
 * states the figures. Each step from one version of a package to the next, which is a month or a
 * year of its makers' work, is taken for what has changed between two backups: more than a day
 * brings about.
 */
class TripwireRateTest {
  private static final List<RecordedHistory> HISTORIES = RecordedHistory.all();

  private final List<String> alarms = new ArrayList<>();
  private int steps;

  private void step(String name, Map<String, String> before, Map<String, String> after) {
    steps++;
    String suspicion = suspicion(before, after);
    if (suspicion != null) {
      alarms.add(name + ": " + suspicion);
    }
  }

  private static @Nullable String suspicion(Map<String, String> before, Map<String, String> after) {
    // A blob's second number says whether the content compresses.
    return new Tripwire(key -> true, content -> content.get(0).b() == 1)
        .compare(entries(before), entries(after));
  }

  private static Iterator<VaultEntry> entries(Map<String, String> files) {
    return files.entrySet().stream().map(file -> entry(file.getKey(), file.getValue())).iterator();
  }

  private static VaultEntry entry(String path, String content) {
    byte[] id =
        ByteBuffer.allocate(32)
            .putLong(Long.parseLong(content.substring(1), 36))
            .putLong(content.startsWith("c") ? 1 : 0)
            .array();
    SnapshotEntry entry =
        SnapshotEntry.builder(path, SnapshotEntry.Type.FILE, Instant.EPOCH).size(1).build();
    return new VaultEntry(entry, BlobIds.of(id));
  }

  private static Map<String, String> files() {
    return new TreeMap<>(EntryFormat::comparePaths);
  }

  /** The same files with other names or contents; null for one that is gone. */
  private static Map<String, String> changed(
      Map<String, String> files, Function<String, @Nullable String> path, boolean encrypted) {
    Map<String, String> changed = files();
    files.forEach(
        (key, content) -> {
          String name = path.apply(key);
          if (name != null) {
            // Nothing that was recorded has so high a number.
            changed.put(name, encrypted ? "szzzz" + content.substring(1) : content);
          }
        });
    return changed;
  }

  private static Map<String, String> last(RecordedHistory history) {
    return history.versions().get(history.versions().size() - 1).files();
  }

  @Test
  void tenPackagesTripItOnceWhenOneOfThemIsLaidOutAnew() {
    for (RecordedHistory history : HISTORIES) {
      for (int i = 1; i < history.versions().size(); i++) {
        RecordedHistory.Version version = history.versions().get(i);
        step(
            history.name() + " " + version.name(),
            history.versions().get(i - 1).files(),
            version.files());
      }
    }

    assertThat(HISTORIES).hasSize(10);
    assertThat(steps).isEqualTo(134);
    assertThat(alarms).singleElement().asString().startsWith("rxjs 7.0.0: ");
  }

  @Test
  void aRenameOfEverythingNeverTripsIt() {
    for (RecordedHistory history : HISTORIES) {
      step(history.name(), last(history), changed(last(history), path -> "moved/" + path, false));
    }

    assertThat(alarms).isEmpty();
  }

  /** Two hundred programs; what was written the day before yesterday is compressed, and kept. */
  @Test
  void logsThatRotateEachDayForAYearNeverTripIt() {
    Map<String, String> yesterday = logs(0);
    for (int day = 1; day <= 365; day++) {
      Map<String, String> today = logs(day);
      step("day " + day, yesterday, today);
      yesterday = today;
    }

    assertThat(alarms).isEmpty();
  }

  private static Map<String, String> logs(int day) {
    Map<String, String> logs = files();
    for (int program = 0; program < 200; program++) {
      String name = "program" + program + ".log";
      for (int age = 0; age < 7; age++) {
        String content = Integer.toString((day - age + 10) * 1000 + program, 36);
        logs.put(
            age == 0 ? name : age == 1 ? name + ".1" : name + "." + age + ".gz",
            (age < 2 ? "c" : "s") + content);
      }
    }
    return logs;
  }

  /** Beside the files of an application, which stay; under one name, and under the day's. */
  @Test
  void aDumpOfADatabaseADayNeverTripsIt() {
    Map<String, String> application = last(HISTORIES.get(0));
    Map<String, String> yesterday = application;
    for (int day = 1; day <= 365; day++) {
      Map<String, String> today = files();
      today.putAll(application);
      today.put("db/dump.sql.gz", "szzzz" + day);
      for (int kept = Math.max(0, day - 14); kept < day; kept++) {
        today.put("db/day" + kept + ".sql", "czzzz" + kept);
      }
      step("day " + day, yesterday, today);
      yesterday = today;
    }

    assertThat(alarms).isEmpty();
  }

  @Test
  void whatIsEncryptedUnderItsNameOrAnotherOrDeletedAlwaysTripsIt() {
    for (RecordedHistory history : HISTORIES) {
      Map<String, String> files = last(history);
      String name = history.name();
      int[] count = new int[1];
      step(name + " encrypted", files, changed(files, path -> path, true));
      step(name + " encrypted and renamed", files, changed(files, path -> path + ".locked", true));
      step(name + " deleted", files, changed(files, path -> null, false));
      step(
          name + " mostly deleted",
          files,
          changed(files, path -> count[0]++ % 5 < 4 ? null : path, false));
    }

    assertThat(alarms).hasSize(steps).hasSize(40);
  }
}
