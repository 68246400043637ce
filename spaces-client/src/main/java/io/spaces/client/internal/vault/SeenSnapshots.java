package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
final class SeenSnapshots {
  private static final String FILE = "seen";
  private static final String ID = "[0-9a-f]{16}";
  private static final Pattern LINE = Pattern.compile("(" + ID + ")(?:\\.([0-9]{1,9}))?");
  private static final String ON_PURPOSE =
      ". If that was done on purpose, Snapshots.acceptRollback takes what the space shows";

  private final SealedObjects objects;
  private final LocalState state;
  private final DeletionNotes deletions;

  SeenSnapshots(SealedObjects objects, LocalState state) {
    this.objects = objects;
    this.state = state;
    deletions = new DeletionNotes(objects, state);
  }

  DeletionNotes deletions() {
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
   * deleted.
   */
  synchronized void compare(
      Map<String, Integer> known,
      Map<String, Integer> there,
      Consumer<IntegrityException> problems) {
    Set<String> hidden = new TreeSet<>(known.keySet());
    hidden.removeAll(there.keySet());
    Set<String> damaged = new TreeSet<>();
    if (!hidden.isEmpty()) {
      Set<String> deleted = deletions.deleted(damaged);
      deleted.retainAll(hidden);
      hidden.removeAll(deleted);
      change(seen -> seen.keySet().removeAll(deleted));
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
    known.forEach(
        (id, revision) -> {
          if (there.getOrDefault(id, revision) < revision) {
            problems.accept(
                new IntegrityException(
                    "The space shows revision "
                        + there.get(id)
                        + " of the vault's snapshot "
                        + id
                        + ", but this client has seen revision "
                        + revision
                        + ", so that its description and expiry are earlier ones: the space was set"
                        + " back to an earlier state, or hides the newer revision"
                        + ON_PURPOSE,
                    null));
          }
        });
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
    state.delete(FILE);
  }

  /** Notes in the vault that snapshots are deleted on purpose. */
  synchronized void announceDeletion(Set<String> ids) {
    deletions.announce(ids);
    change(seen -> seen.keySet().removeAll(ids));
  }

  private Map<String, Integer> read() {
    Map<String, Integer> seen = new TreeMap<>();
    state
        .read(FILE)
        .ifPresent(
            kept -> {
              try {
                String text =
                    objects.open(
                        FILE,
                        new ByteArrayInputStream(kept),
                        in -> new String(in.readAllBytes(), US_ASCII));
                text.lines()
                    .map(LINE::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> seen.put(line.group(1), revision(line.group(2))));
              } catch (IOException | IntegrityException e) {
                state.delete(FILE);
              }
            });
    return seen;
  }

  private static int revision(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private void write(Map<String, Integer> seen) {
    StringBuilder text = new StringBuilder();
    seen.forEach((id, revision) -> text.append(id).append('.').append(revision).append('\n'));
    byte[] content = text.toString().getBytes(US_ASCII);
    state.write(FILE, objects.seal(FILE, content).open());
  }
}
