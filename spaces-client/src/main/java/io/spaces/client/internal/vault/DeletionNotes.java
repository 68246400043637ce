package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.vault.format.Keys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notes in a vault on which snapshots were deleted on purpose, and so are not hidden. */
final class DeletionNotes {
  private static final Logger log = LoggerFactory.getLogger(DeletionNotes.class);
  private static final String ID = "[0-9a-f]{16}";
  private static final String NOTE = "[0-9a-f]{32}";
  private static final int MAX_NOTE = 16 << 20;
  private static final int ATTEMPTS = 3;

  /** Empty, until it is needed. Earlier releases look at no object of this name. */
  private static final String SPARE = Keys.DELETIONS + "spare";

  /** What is kept on this machine of notes that could not be written yet. */
  private static final String OWED = "owed";

  private final SealedObjects objects;
  private final LocalState state;

  DeletionNotes(SealedObjects objects, LocalState state) {
    this.objects = objects;
    this.state = state;
  }

  /**
   * Notes in the vault that snapshots are deleted on purpose. In a space that takes no new object
   * it is added to a note that is there; where none is, a pruning writes it once there is room.
   */
  synchronized void announce(Set<String> ids) {
    try {
      Map<String, Long> unused = writeNote(ids);
    } catch (SpaceUnavailableException e) {
      Set<String> all = new TreeSet<>(ids);
      Optional<String> there = spare().or(() -> notes().stream().findFirst());
      if (there.isPresent() && addDeleted(there.get(), all)) {
        objects.put(there.get(), lines(all));
      } else {
        all.addAll(owed());
        state.write(OWED, objects.seal(OWED, lines(all)).open());
      }
    }
  }

  /** Returns the note's key and length. */
  private Map<String, Long> writeNote(Set<String> ids) {
    String key = Keys.DELETIONS + Keys.randomName(Keys.ID_LENGTH);
    byte[] lines = lines(ids);
    objects.put(key, lines);
    return Map.of(key, objects.sealedLength(lines.length));
  }

  private static byte[] lines(Set<String> ids) {
    return String.join("\n", ids).getBytes(US_ASCII);
  }

  /** Makes the note that is there for when the space takes no new one. */
  void reserve() {
    objects.put(SPARE, new byte[0]);
  }

  /** Whether a snapshot was ever deleted on purpose. */
  boolean exist() {
    return !notes().isEmpty() || !owed().isEmpty();
  }

  /** Puts many notes of deletions together into one, and what was to be noted and could not be. */
  void compact() {
    Set<String> notes = new TreeSet<>(notes());
    Set<String> owed = owed();
    Optional<String> spare = spare();
    boolean spareUsed = spare.isPresent() && notes.contains(spare.get());
    try {
      if (notes.size() > 1 || spareUsed || !owed.isEmpty()) {
        Set<String> damaged = new TreeSet<>();
        Set<String> ids = deleted(damaged);
        ids.addAll(owed);
        notes.removeAll(damaged);
        if (notes.size() > 1 || (spareUsed && notes.contains(SPARE)) || !owed.isEmpty()) {
          ListedObjects.await(objects.store(), Keys.DELETIONS, writeNote(ids));
          state.delete(OWED);
          notes.stream().filter(note -> !note.equals(SPARE)).forEach(objects.store()::delete);
          if (spareUsed) {
            reserve();
          }
        }
      }
      if (spare.isEmpty()) {
        reserve();
      }
    } catch (SpaceUnavailableException e) {
      log.debug("Notes of deletions wait for room in the space: {}", e.getMessage());
    }
  }

  /** The note that is there for when the space takes no new one, if it is. */
  private Optional<String> spare() {
    return objects.store().list(Keys.DELETIONS).stream()
        .map(StoredObject::key)
        .filter(SPARE::equals)
        .findFirst();
  }

  /** The deletions that could not be noted yet. */
  private Set<String> owed() {
    Set<String> ids = new TreeSet<>();
    state
        .read(OWED)
        .ifPresent(
            kept -> {
              try {
                String text =
                    objects.open(
                        OWED,
                        new ByteArrayInputStream(kept),
                        in -> new String(in.readAllBytes(), US_ASCII));
                text.lines().filter(id -> id.matches(ID)).forEach(ids::add);
              } catch (IOException | IntegrityException e) {
                state.delete(OWED);
              }
            });
    return ids;
  }

  /** Adds what a note says; false when it is gone by now. */
  private boolean addDeleted(String note, Set<String> ids) {
    Optional<String> text =
        objects.get(
            note,
            objects.sealedLength(MAX_NOTE),
            in -> new String(in.readNBytes(MAX_NOTE), US_ASCII));
    text.ifPresent(lines -> lines.lines().filter(id -> id.matches(ID)).forEach(ids::add));
    return text.isPresent();
  }

  /** What the notes say but for damaged ones, which are told: what those said counts as hidden. */
  Set<String> deleted(Set<String> damaged) {
    Set<String> ids = new TreeSet<>();
    for (int attempt = 1; ; attempt++) {
      boolean all = true;
      for (String note : notes()) {
        try {
          all &= addDeleted(note, ids);
        } catch (IntegrityException e) {
          damaged.add(note);
        }
      }
      // One that is gone was put together with others just now: what took its place is listed.
      if (all || attempt == ATTEMPTS) {
        return ids;
      }
    }
  }

  private List<String> notes() {
    return objects.store().list(Keys.DELETIONS).stream()
        .filter(object -> object.name().matches(NOTE) || isUsedSpare(object))
        .map(StoredObject::key)
        .toList();
  }

  private boolean isUsedSpare(StoredObject object) {
    return object.key().equals(SPARE) && object.size() != objects.sealedLength(0);
  }
}
