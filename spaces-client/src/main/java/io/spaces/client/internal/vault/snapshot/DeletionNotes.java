package io.spaces.client.internal.vault.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceUnavailableException;
import io.spaces.client.internal.crypto.RandomBytes;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ListedObjects;
import io.spaces.client.internal.vault.object.Memory;
import io.spaces.client.internal.vault.object.SealedObjects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes in a vault on which snapshots were deleted on purpose, and so are not hidden, and what
 * this machine remembers of them: a note is read once.
 */
public final class DeletionNotes {
  private static final Logger log = LoggerFactory.getLogger(DeletionNotes.class);
  private static final String ID = "[0-9a-f]{16}";
  private static final String NOTE = "[0-9a-f]{32}";
  private static final int MAX_NOTE = 16 << 20;
  private static final int ATTEMPTS = 3;

  /** Empty, until it is needed. Earlier releases look at no object of this name. */
  private static final String SPARE = ObjectNames.DELETIONS + "spare";

  /** What is kept on this machine of notes that could not be written yet. */
  private static final String OWED = "owed";

  private final SealedObjects objects;
  private final Memory owed;
  private final Memory memory;

  DeletionNotes(SealedObjects objects, LocalState state) {
    this.objects = objects;
    owed = new Memory(objects, state, OWED);
    memory = new Memory(objects, state, "deleted");
  }

  /**
   * Notes in the vault that snapshots are deleted on purpose, and returns once a list shows that.
   * In a space that takes no new object it is added to a note that is there; where none is, a
   * pruning writes it once there is room.
   */
  synchronized void announce(Set<String> ids) {
    try {
      Map<String, Long> note = writeNote(ids);
      owe(ids); // until a list shows it
      remember(ids);
      ListedObjects.await(objects.store(), ObjectNames.DELETIONS, note);
      settle(ids);
    } catch (SpaceUnavailableException e) {
      Set<String> all = new TreeSet<>(ids);
      Optional<String> there =
          spare().or(() -> notes().stream().map(ListedObject::key).findFirst());
      if (there.isPresent() && addDeleted(there.get(), all)) {
        byte[] lines = lines(all);
        objects.put(there.get(), lines);
        ListedObjects.await(
            objects.store(),
            ObjectNames.DELETIONS,
            Map.of(there.get(), objects.sealedLength(lines.length)));
        settle(all);
      } else {
        owe(ids);
      }
    }
    remember(ids);
  }

  /** What this machine knows to be deleted without asking. */
  synchronized Set<String> remembered() {
    Set<String> ids = owed();
    memory.lines().stream().filter(line -> line.matches(ID)).forEach(ids::add);
    return ids;
  }

  private void remember(Set<String> ids) {
    Set<String> lines = new TreeSet<>(memory.lines());
    if (lines.addAll(ids)) {
      memory.keep(lines);
    }
  }

  /** Forgets what was deleted, but for what is to be noted still. */
  synchronized void forget() {
    memory.forget();
  }

  private void owe(Set<String> ids) {
    Set<String> all = owed();
    if (all.addAll(ids)) {
      owed.keep(all);
    }
  }

  /** What is noted by now is no longer owed. */
  private void settle(Set<String> noted) {
    Set<String> rest = owed();
    if (rest.removeAll(noted)) {
      if (rest.isEmpty()) {
        owed.forget();
      } else {
        owed.keep(rest);
      }
    }
  }

  /** Returns the note's key and length. */
  private Map<String, Long> writeNote(Set<String> ids) {
    String key = ObjectNames.DELETIONS + RandomBytes.name(ObjectNames.ID_LENGTH);
    byte[] lines = lines(ids);
    objects.put(key, lines);
    return Map.of(key, objects.sealedLength(lines.length));
  }

  private static byte[] lines(Set<String> ids) {
    return String.join("\n", ids).getBytes(US_ASCII);
  }

  /** Makes the note that is there for when the space takes no new one. */
  public void reserve() {
    objects.put(SPARE, new byte[0]);
  }

  /** Whether a snapshot was ever deleted on purpose, as far as notes that can be read say it. */
  public boolean exist() {
    return !deleted(new TreeSet<>()).isEmpty();
  }

  /**
   * What the space has notes of now, whatever this machine remembers, and what it owes it.
   *
   * @return but for what damaged notes said
   */
  synchronized Set<String> noted() {
    for (int attempt = 1; ; attempt++) {
      Set<String> ids = owed();
      List<ListedObject> notes = notes();
      Map<String, Set<String>> read = contents(notes);
      read.values().forEach(ids::addAll);
      if (read.size() == notes.size() || attempt == ATTEMPTS) {
        return ids;
      }
    }
  }

  /** What each note says, but for those that are damaged or gone. */
  private Map<String, Set<String>> contents(List<ListedObject> notes) {
    Map<String, Set<String>> contents = new TreeMap<>();
    for (ListedObject note : notes) {
      Set<String> ids = new TreeSet<>();
      try {
        if (addDeleted(note.key(), ids)) {
          contents.put(note.key(), ids);
        }
      } catch (IntegrityException e) {
        log.warn("A note on deletions cannot be read: {}", e.getMessage());
      }
    }
    return contents;
  }

  /**
   * Puts many notes of deletions together into one, and what was to be noted and could not be. Only
   * what was read just now goes.
   */
  public synchronized void compact() {
    List<ListedObject> listed = objects.store().list(ObjectNames.DELETIONS);
    List<ListedObject> notes = notes(listed);
    boolean mayBeUsed = notes.stream().anyMatch(DeletionNotes::isSpare);
    boolean owes = !owed().isEmpty();
    try {
      if (notes.size() > 1 || mayBeUsed || owes) {
        Map<String, Set<String>> read = contents(notes);
        Set<String> ids = remembered();
        read.values().forEach(ids::addAll);
        Set<String> inSpare = read.remove(SPARE);
        boolean spareUsed = inSpare != null && !inSpare.isEmpty();
        if (read.size() > 1 || spareUsed || owes) {
          ListedObjects.await(objects.store(), ObjectNames.DELETIONS, writeNote(ids));
          settle(ids);
          read.keySet().forEach(objects.store()::delete);
          if (spareUsed) {
            reserve();
          }
        }
      }
      if (listed.stream().noneMatch(DeletionNotes::isSpare)) {
        reserve();
      }
    } catch (SpaceUnavailableException e) {
      log.debug("Notes of deletions wait for room in the space: {}", e.getMessage());
    }
  }

  /** The note that is there for when the space takes no new one, if it is. */
  private Optional<String> spare() {
    return objects.store().list(ObjectNames.DELETIONS).stream()
        .filter(DeletionNotes::isSpare)
        .map(ListedObject::key)
        .findFirst();
  }

  private static boolean isSpare(ListedObject object) {
    return object.key().equals(SPARE);
  }

  /** The deletions that could not be noted yet. */
  private Set<String> owed() {
    Set<String> ids = new TreeSet<>();
    owed.lines().stream().filter(id -> id.matches(ID)).forEach(ids::add);
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

  /**
   * What is remembered, and what the notes say but for damaged ones, which are told: what those
   * said counts as hidden.
   */
  synchronized Set<String> deleted(Set<String> damaged) {
    Set<String> ids = remembered();
    for (int attempt = 1; ; attempt++) {
      // One that is gone was put together with others just now: what took its place is listed.
      if (read(notes(), ids, damaged) || attempt == ATTEMPTS) {
        return ids;
      }
    }
  }

  /** The same by a list that is there already. */
  synchronized Set<String> deleted(List<ListedObject> listed, Set<String> damaged) {
    Set<String> ids = remembered();
    boolean unused = read(notes(listed), ids, damaged);
    return ids;
  }

  /** Reads the notes that were not read yet; false when one is gone by now. */
  private boolean read(List<ListedObject> notes, Set<String> ids, Set<String> damaged) {
    Set<String> known = new TreeSet<>(memory.lines());
    Set<String> lines = new TreeSet<>(ids);
    boolean all = true;
    for (ListedObject note : notes) {
      String stamp = note.name() + " " + note.size() + " " + note.modifiedMillis();
      boolean isStamped = note.size() >= 0 && note.modifiedMillis() >= 0;
      try {
        if ((isStamped && known.contains(stamp)) || addDeleted(note.key(), ids)) {
          lines.add(stamp);
        } else {
          all = false;
        }
      } catch (IntegrityException e) {
        log.warn("A note on deletions cannot be read: {}", e.getMessage());
        damaged.add(note.key());
      }
    }
    lines.addAll(ids);
    if (!lines.equals(known)) {
      memory.keep(lines);
    }
    return all;
  }

  private List<ListedObject> notes() {
    return notes(objects.store().list(ObjectNames.DELETIONS));
  }

  private List<ListedObject> notes(List<ListedObject> listed) {
    return listed.stream()
        .filter(object -> object.key().startsWith(ObjectNames.DELETIONS))
        .filter(object -> object.name().matches(NOTE) || isUsedSpare(object))
        .toList();
  }

  /** Where lists tell no sizes it may be. */
  private boolean isUsedSpare(ListedObject object) {
    return isSpare(object) && object.size() != objects.sealedLength(0);
  }
}
