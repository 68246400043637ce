package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.format.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The snapshots that this client has seen, kept on this machine, and those that clients have
 * deleted, noted in the vault: what was seen and is neither there nor deleted was taken away.
 */
final class SeenSnapshots {
  private static final String FILE = "seen";
  private static final String ID = "[0-9a-f]{16}";
  private static final String NOTE = "[0-9a-f]{32}";
  private static final int MAX_NOTE = 16 << 20;

  private final SealedObjects objects;
  private final LocalState state;

  SeenSnapshots(SealedObjects objects, LocalState state) {
    this.objects = objects;
    this.state = state;
  }

  /** Returns which of those seen are not there although nobody deleted them. */
  synchronized List<String> missing(Set<String> there) {
    List<String> missing = new ArrayList<>(read());
    missing.removeAll(there);
    if (!missing.isEmpty()) {
      missing.removeAll(deleted());
    }
    return missing;
  }

  /** Remembers what there is, and forgets what was deleted. */
  synchronized void remember(Set<String> ids) {
    Set<String> known = read();
    Set<String> next = new TreeSet<>(known);
    next.addAll(ids);
    if (!next.equals(known)) {
      write(next);
    }
  }

  synchronized void forget() {
    state.delete(FILE);
  }

  /** Notes in the vault that snapshots are deleted on purpose. */
  synchronized void announceDeletion(Set<String> ids) {
    String note = Keys.DELETIONS + Keys.randomName(Keys.ID_LENGTH);
    objects.put(note, String.join("\n", ids).getBytes(US_ASCII));
    Set<String> known = read();
    if (known.removeAll(ids)) {
      write(known);
    }
  }

  /** Puts many notes of deletions together into one. */
  void compact() {
    List<String> notes = notes();
    if (notes.size() < 2) {
      return;
    }
    Set<String> ids = deleted();
    objects.put(
        Keys.DELETIONS + Keys.randomName(Keys.ID_LENGTH),
        String.join("\n", ids).getBytes(US_ASCII));
    notes.forEach(objects.store()::delete);
  }

  private Set<String> deleted() {
    Set<String> ids = new TreeSet<>();
    for (String note : notes()) {
      objects
          .get(note, in -> new String(in.readNBytes(MAX_NOTE), US_ASCII))
          .ifPresent(text -> text.lines().filter(id -> id.matches(ID)).forEach(ids::add));
    }
    return ids;
  }

  private List<String> notes() {
    return objects.store().list(Keys.DELETIONS).stream()
        .filter(object -> object.name().matches(NOTE))
        .map(StoredObject::key)
        .toList();
  }

  private Set<String> read() {
    Set<String> ids = new TreeSet<>();
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
                text.lines().filter(id -> id.matches(ID)).forEach(ids::add);
              } catch (IOException | IntegrityException e) {
                state.delete(FILE);
              }
            });
    return ids;
  }

  private void write(Set<String> ids) {
    state.write(FILE, objects.seal(FILE, String.join("\n", ids).getBytes(US_ASCII)).open());
  }
}
