package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.object.Memory;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots that this client has seen, with their revisions, kept on this machine, and those
 * that clients have deleted, noted in the vault: what was seen and is neither there nor deleted was
 * taken away, and what is there in an earlier revision was set back.
 */
public final class SeenSnapshots {
  private static final String FILE = "seen";
  private static final String ID = "[0-9a-f]{16}";
  private static final Pattern LINE = Pattern.compile("(" + ID + ")(?:\\.([0-9]{1,9}))?");

  /** The line that says that nothing is missing from before this machine first looked. */
  private static final String FROM_THE_BEGINNING = "from the beginning";

  static final String ON_PURPOSE =
      ". If that was done on purpose, Snapshots.acceptRollback (spaces snapshots accept-rollback)"
          + " takes what the space shows";

  private final Memory memory;
  private final DeletionNotes deletions;
  private boolean fromTheBeginning;

  public SeenSnapshots(SealedObjects objects, LocalState state) {
    memory = new Memory(objects, state, FILE);
    deletions = new DeletionNotes(objects, state);
  }

  public DeletionNotes deletions() {
    return deletions;
  }

  /**
   * What was seen: the revision of each id. To be asked for before the space is: otherwise what
   * another process of this machine adds meanwhile would be missed.
   */
  synchronized Map<String, Integer> known() {
    return read();
  }

  /**
   * Tells what of that is hidden, or there in an earlier revision only, and forgets what was
   * deleted: of that any revision may come back.
   */
  synchronized void compare(
      Map<String, Integer> known,
      Map<String, Integer> there,
      Consumer<IntegrityException> problems) {
    Set<String> hidden = new TreeSet<>(known.keySet());
    hidden.removeAll(there.keySet());
    Set<String> earlier = new TreeSet<>();
    known.forEach(
        (id, revision) -> {
          if (there.getOrDefault(id, revision) < revision) {
            earlier.add(id);
          }
        });
    Set<String> damaged = new TreeSet<>();
    if (!hidden.isEmpty() || !earlier.isEmpty()) {
      Set<String> deleted = deletions.remembered();
      if (!deleted.containsAll(hidden) || !deleted.containsAll(earlier)) {
        deleted = deletions.deleted(damaged);
      }
      deleted.retainAll(known.keySet());
      hidden.removeAll(deleted);
      earlier.removeAll(deleted);
      Set<String> gone = deleted;
      change(seen -> seen.keySet().removeAll(gone));
    }
    if (!hidden.isEmpty()) {
      problems.accept(
          new IntegrityException(
              "The space no longer shows the vault's snapshot "
                  + String.join(", ", hidden)
                  + ", which this client has seen and nobody has deleted: the space was set back to"
                  + " an earlier state, or hides it"
                  + (damaged.isEmpty()
                      ? ""
                      : "; or that it was deleted stood in "
                          + String.join(", ", damaged)
                          + ", which is damaged")
                  + ON_PURPOSE,
              null));
    }
    for (String id : earlier) {
      problems.accept(
          new IntegrityException(
              "The space shows revision "
                  + there.get(id)
                  + " of the vault's snapshot "
                  + id
                  + ", but this client has seen revision "
                  + known.get(id)
                  + ", so that its description and expiry are earlier ones: the space was set"
                  + " back to an earlier state, or hides the newer revision"
                  + ON_PURPOSE,
              null));
    }
  }

  /** Remembers what there is. */
  synchronized void remember(Map<String, Integer> there) {
    change(seen -> there.forEach((id, revision) -> seen.merge(id, revision, Math::max)));
  }

  private void change(Consumer<Map<String, Integer>> change) {
    Map<String, Integer> before = read();
    Map<String, Integer> seen = new TreeMap<>(before);
    change.accept(seen);
    if (!seen.equals(before)) {
      write(seen);
    }
  }

  synchronized void forget() {
    fromTheBeginning = false;
    memory.forget();
    deletions.forget();
  }

  /**
   * Notes that the vault has nothing from before this machine first looked: that has made it, or
   * somebody has taken what the space shows for all there is.
   */
  public synchronized void noteBeginning() {
    fromTheBeginning = true;
    write(read());
  }

  /** Whether this machine would miss whatever the space hides, but for what others made since. */
  public synchronized boolean knowsBeginning() {
    return fromTheBeginning || memory.lines().contains(FROM_THE_BEGINNING);
  }

  /** Notes in the vault that snapshots are deleted on purpose. */
  synchronized void announceDeletion(Set<String> ids) {
    deletions.announce(ids);
    change(seen -> seen.keySet().removeAll(ids));
  }

  private Map<String, Integer> read() {
    Map<String, Integer> seen = new TreeMap<>();
    memory.lines().stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> seen.put(line.group(1), revision(line.group(2))));
    return seen;
  }

  private static int revision(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private void write(Map<String, Integer> seen) {
    List<String> lines = new ArrayList<>();
    if (knowsBeginning()) {
      lines.add(FROM_THE_BEGINNING);
    }
    seen.forEach((id, revision) -> lines.add(id + "." + revision));
    memory.keep(lines);
  }
}
