package io.spaces.client.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.Snapshots;
import io.spaces.client.SpaceClient;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.testkit.ForAll;
import io.spaces.client.testkit.ManualClock;
import io.spaces.client.testkit.SeededRandom;
import io.spaces.client.testkit.SpaceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories at random times against every retention rule: what stays, and that it restores. */
class RetentionTableTest {
  private static final ZoneId ZONE = ZoneId.of("America/New_York");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final List<String> RULES =
      List.of(
          "ALL",
          "FILES 1",
          "FILES 3",
          "FILES 100",
          "HOURS 1",
          "HOURS 36",
          "DAYS 7",
          "DAYS 90",
          "DAILY 3",
          "WEEKLY 2",
          "MONTHLY 3",
          "YEARLY 2",
          "FILES 2 DAILY 3",
          "HOURS 24 WEEKLY 3",
          "DAILY 7 WEEKLY 4 MONTHLY 12 YEARLY 3");

  @TempDir Path temporary;
  private int folders;

  @Test
  void whatTheRulesKeepStaysAndRestores() {
    ForAll.seeds(
        3,
        random -> {
          ManualClock clock = ManualClock.at(NOW);
          try (SpaceServer server = SpaceServer.builder().clock(clock).start();
              SpaceClient client = client(server, clock)) {
            Map<String, Map<String, String>> contents = makeHistory(random, server, client, clock);
            Map<String, byte[]> stored = server.objects().contents("");
            for (String rule : RULES) {
              server.objects().keys().forEach(server.objects()::delete);
              stored.forEach(server.objects()::put);
              check(Retention.parse(rule), server, client, contents);
            }
          }
        });
  }

  private static SpaceClient client(SpaceServer server, ManualClock clock) {
    return SpaceClient.builder()
        .endpoint(server.endpoint())
        .wallet(server.wallet())
        .clock(clock)
        .build();
  }

  /** Each snapshot's files by its id; some snapshots are incomplete, one is from the future. */
  private Map<String, Map<String, String>> makeHistory(
      SeededRandom random, SpaceServer server, SpaceClient client, ManualClock clock) {
    // No two at the same time: which of them is the newer one is left to chance.
    Set<Instant> distinct = new TreeSet<>();
    while (distinct.size() < 14) {
      int most = random.pick(List.of(60, 60 * 24, 60 * 24 * 14, 60 * 24 * 800));
      distinct.add(NOW.minus(Duration.ofMinutes(1 + random.nextInt(most))));
    }
    List<Instant> times = new ArrayList<>(distinct);
    times.add(random.nextInt(times.size()), NOW.plus(Duration.ofDays(40)));
    Map<String, Map<String, String>> contents = new HashMap<>();
    Path state = newFolder();
    for (Instant time : times) {
      clock.set(time);
      boolean complete = time.isAfter(NOW) || random.nextInt(4) > 0;
      Map<String, String> files = new TreeMap<>();
      files.put("always", "the same");
      files.put("state", "as of " + time);
      files.put("often/" + random.nextInt(4), "one of few " + random.nextInt(3));
      contents.put(backUp(files, complete, state, server, client), files);
    }
    clock.set(NOW);
    return contents;
  }

  private static String backUp(
      Map<String, String> files,
      boolean complete,
      Path state,
      SpaceServer server,
      SpaceClient client) {
    List<SourceObject> objects =
        new ArrayList<>(
            files.entrySet().stream()
                .map(file -> SourceObject.of(file.getKey(), bytes(file.getValue())))
                .toList());
    if (!complete) {
      objects.add(
          SourceObject.of(
              "broken",
              () -> {
                throw new IOException("broken on purpose");
              }));
    }
    BackupResult result =
        Backups.full(client, server)
            .source(Source.objects(objects))
            .snapshot(true)
            .set("one")
            .stateDirectory(state)
            .run();
    assertThat(result.errorCount()).isEqualTo(complete ? 0 : 1);
    return requireNonNull(result.snapshotId());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private void check(
      Retention rule,
      SpaceServer server,
      SpaceClient client,
      Map<String, Map<String, String>> contents)
      throws IOException {
    try (Snapshots snapshots =
        client.snapshots(server.appDid().address()).stateDirectory(newFolder())) {
      List<Snapshot> all = snapshots.list();
      assertThat(all).hasSize(contents.size());
      snapshots.apply(rule.zone(ZONE));
      snapshots.prune(Duration.ZERO);

      Set<String> left = ids(snapshots.list());
      assertThat(left).as("%s of %s", rule, all).isEqualTo(expected(rule, all));
      newestComplete(all).ifPresent(newest -> assertThat(left).contains(newest.id()));
      assertThat(snapshots.verify(true).isSound()).as("%s of %s", rule, all).isTrue();
      for (String id : left) {
        Path target = newFolder();
        snapshots
            .restore(id)
            .userDid(server.appDid().address())
            .referrer("https://my.app/settings/backup")
            .target(target)
            .run()
            .orElseThrow();
        assertThat(files(target)).as("%s after %s", id, rule).isEqualTo(contents.get(id));
      }
    }
  }

  private static Optional<Snapshot> newestComplete(List<Snapshot> all) {
    return all.stream()
        .filter(snapshot -> snapshot.complete() && !snapshot.time().isAfter(NOW))
        .max(Comparator.comparing(Snapshot::time));
  }

  /** The rules once more, as plainly as can be. */
  private static Set<String> expected(Retention rule, List<Snapshot> all) {
    if (rule.equals(Retention.all())) {
      return ids(all);
    }
    Set<String> kept = new HashSet<>();
    Instant newest = newestComplete(all).map(Snapshot::time).orElse(Instant.MIN);
    List<Snapshot> past = new ArrayList<>();
    for (Snapshot snapshot : all) {
      boolean future = snapshot.time().isAfter(NOW);
      boolean recent =
          !rule.within().isZero()
              && Duration.between(snapshot.time(), NOW).compareTo(rule.within()) <= 0;
      if (future || recent || snapshot.time().equals(newest)) {
        kept.add(snapshot.id());
      }
      if (!future) {
        past.add(snapshot);
      }
    }
    past.sort(Comparator.comparing(Snapshot::time).reversed());
    kept.addAll(ids(past.subList(0, Math.min(rule.last(), past.size()))));
    kept.addAll(latestOfEach(past, "yyyy-MM-dd", rule.daily()));
    kept.addAll(latestOfEach(past, "YYYY-'W'ww", rule.weekly()));
    kept.addAll(latestOfEach(past, "yyyy-MM", rule.monthly()));
    kept.addAll(latestOfEach(past, "yyyy", rule.yearly()));
    return kept;
  }

  private static Set<String> latestOfEach(List<Snapshot> newestFirst, String period, int count) {
    // In the locale en-GB weeks are those of ISO 8601.
    DateTimeFormatter format = DateTimeFormatter.ofPattern(period, Locale.UK);
    Function<Snapshot, String> name =
        snapshot -> ZonedDateTime.ofInstant(snapshot.time(), ZONE).format(format);
    TreeMap<String, Snapshot> latest =
        newestFirst.stream()
            .collect(Collectors.toMap(name, each -> each, (first, later) -> first, TreeMap::new));
    return ids(latest.descendingMap().values().stream().limit(count).toList());
  }

  private static Set<String> ids(List<Snapshot> snapshots) {
    return snapshots.stream().map(Snapshot::id).collect(Collectors.toSet());
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }

  private Path newFolder() {
    return temporary.resolve("folder-" + folders++);
  }
}
