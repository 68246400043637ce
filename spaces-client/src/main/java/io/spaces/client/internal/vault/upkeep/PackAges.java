package io.spaces.client.internal.vault.upkeep;

import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which packs are too young to be taken for needless: what needs them may not be listed yet. By the
 * space's clock, which stamped them and the pruning's lock; where it tells no times, by when this
 * machine first looked.
 */
final class PackAges {
  /** How long a pack is young at the most. */
  static final Duration YOUNG = Duration.ofDays(1);

  private static final String FILE = "packs-since";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{32}) ([0-9]{1,18})");

  private final Vault vault;
  private final Duration grace;
  private final long spaceNow;
  private final long now;
  private final Map<String, Long> since = new TreeMap<>();

  /**
   * The ages as they are now.
   *
   * @param grace how long a pack is young
   * @param spaceNow the present by the space's clock, or -1 when it does not tell
   * @param now the present by this machine's clock
   */
  PackAges(Vault vault, Duration grace, long spaceNow, long now) {
    this.vault = vault;
    this.grace = grace;
    this.spaceNow = spaceNow;
    this.now = now;
  }

  /** Notes when packs were seen first that the space tells no time of, and forgets all others. */
  void look(Collection<ListedObject> packs) {
    Map<String, Long> before = read();
    packs.stream()
        .filter(pack -> !isStamped(pack))
        .forEach(pack -> since.put(pack.name(), before.getOrDefault(pack.name(), now)));
    if (!since.equals(before)) {
      write();
    }
  }

  boolean isYoung(ListedObject pack) {
    if (grace.isZero()) {
      return false;
    }
    long age = isStamped(pack) ? spaceNow - pack.modifiedMillis() : now - seenSince(pack);
    return age < grace.toMillis();
  }

  private boolean isStamped(ListedObject pack) {
    return spaceNow >= 0 && pack.modifiedMillis() >= 0;
  }

  private long seenSince(ListedObject pack) {
    return since.getOrDefault(pack.name(), now);
  }

  private Map<String, Long> read() {
    Map<String, Long> kept = new TreeMap<>();
    memory().lines().stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> kept.put(line.group(1), Long.parseLong(line.group(2))));
    return kept;
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    since.forEach((name, millis) -> lines.add(name + " " + millis));
    memory().keep(lines);
  }

  private Memory memory() {
    return new Memory(vault.objects(), vault.state(), FILE);
  }
}
