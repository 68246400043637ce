package io.spaces.client.internal.vault;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.seal.KeyMaterial;
import io.spaces.client.internal.content.seal.KeyMaterial.Kind;
import io.spaces.client.internal.vault.format.KeyNotes;
import io.spaces.client.internal.vault.format.KeyNotes.Note;
import io.spaces.client.internal.vault.format.KeyWrap;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.lock.DualTimestamp;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.KeyWraps;
import io.spaces.client.internal.vault.snapshot.SeenKeys;
import io.spaces.client.snapshot.KeySlot;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The users' keys that open a vault. A change replaces one object, under a lock that nobody shares,
 * and is made of what the space has by then: whoever is killed on the way leaves the old keys or
 * the new ones.
 */
public final class VaultSlots {
  private static final String PURPOSE = "a change of the keys";
  private static final int MAX_LABEL = 100;

  private final Vault vault;
  private final SeenKeys seen;
  private final Duration patience;

  VaultSlots(Vault vault, SeenKeys seen, Duration patience) {
    this.vault = vault;
    this.seen = seen;
    this.patience = patience;
  }

  /** A configuration that is being changed. */
  private record Draft(VaultConfig config, Map<String, KeyWrap> wraps, Map<String, Note> notes) {
    static Draft of(VaultConfig config, KeyNotes notes) {
      Draft draft = new Draft(config, new TreeMap<>(), new TreeMap<>(notes.slots()));
      config.slots().forEach(wrap -> draft.wraps.put(wrap.id(), wrap));
      draft.notes.keySet().retainAll(draft.wraps.keySet());
      return draft;
    }

    void add(KeyWrap wrap, Note note) {
      wraps.put(wrap.id(), wrap);
      notes.put(wrap.id(), note);
    }

    Note note(String id) {
      return Objects.requireNonNull(notes.get(id));
    }
  }

  /**
   * Returns the keys as the space has them.
   *
   * @return by their dates; none for a vault without encryption
   */
  public List<KeySlot> list() {
    VaultConfig now = current();
    return slots(now, vault.keys().notes(now));
  }

  private List<KeySlot> slots(VaultConfig config, KeyNotes notes) {
    Draft draft = Draft.of(config, notes);
    return draft.wraps().values().stream()
        .map(wrap -> slot(wrap, draft.note(wrap.id())))
        .sorted(
            Comparator.comparing(
                    KeySlot::created, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .thenComparing(KeySlot::id))
        .toList();
  }

  private KeySlot slot(KeyWrap wrap, Note note) {
    return new KeySlot(
        wrap.id(),
        note.label(),
        KeySlot.Kind.valueOf(wrap.kind().name()),
        note.created(),
        wrap.id().equals(vault.keys().slot()),
        wrap.kind() == Kind.PASSPHRASE
            ? wrap.scrypt().n() + "," + wrap.scrypt().r() + "," + wrap.scrypt().p()
            : null);
  }

  /**
   * Adds a key or passphrase.
   *
   * @param label what to call it
   * @param encryption the key or passphrase
   * @param time when that is
   * @return the new slot
   * @throws InvalidParameterException when it is too weak, or opens the vault already, or the label
   *     is no such text or another's, or there are too many
   */
  public KeySlot add(String label, Encryption encryption, Instant time) {
    String checked = label(label);
    return change(
        draft -> {
          requireFree(draft, checked);
          requireUnused(draft, encryption, null);
          KeyWrap wrap = vault.keys().wrap(draft.config(), encryption, draft.wraps().values());
          draft.add(wrap, note(checked, time, null));
          return wrap.id();
        });
  }

  /**
   * Adds a recovery key.
   *
   * @param label what to call it
   * @param publicKey its public half
   * @param time when that is
   * @return the new slot
   * @throws InvalidParameterException when it opens the vault already, or the label is no such text
   *     or another's, or there are too many
   */
  public KeySlot addRecovery(String label, byte[] publicKey, Instant time) {
    String checked = label(label);
    String recipient = HexFormat.of().formatHex(publicKey);
    return change(
        draft -> {
          requireFree(draft, checked);
          draft
              .notes()
              .forEach(
                  (id, note) -> {
                    if (recipient.equals(note.recipient())) {
                      throw usedAlready(id, note);
                    }
                  });
          KeyWrap wrap = vault.keys().wrap(draft.config(), publicKey);
          draft.add(wrap, note(checked, time, recipient));
          return wrap.id();
        });
  }

  /**
   * Puts another key or passphrase in the place of the one that has opened the vault.
   *
   * @param encryption the new one
   * @param time when that is
   * @return the new slot, of the same label
   */
  public KeySlot change(Encryption encryption, Instant time) {
    return change(
        draft -> {
          String old = vault.keys().slot();
          KeyWrap before = draft.wraps().get(old);
          if (before == null || before.kind() == Kind.RECOVERY) {
            throw new WrongKeyException(
                before == null
                    ? "The key that has opened the vault was removed meanwhile; open it with"
                        + " another"
                    : "The vault was opened with a recovery key, which stays as it is. Add a key"
                        + " or passphrase instead");
          }
          requireUnused(draft, encryption, old);
          KeyWrap wrap = vault.keys().wrap(draft.config(), encryption, draft.wraps().values());
          draft.add(wrap, note(draft.note(old).label(), time, null));
          draft.wraps().remove(old);
          draft.notes().remove(old);
          return wrap.id();
        },
        true);
  }

  /**
   * Removes a key.
   *
   * @param name its id, the beginning of it, or its label
   * @return what was removed
   * @throws InvalidParameterException when there is none, or several; it is the last one, or the
   *     one that has opened the vault
   */
  public KeySlot remove(String name) {
    KeySlot[] removed = new KeySlot[1];
    KeySlot unused =
        change(
            draft -> {
              String id = find(draft, name);
              Note note = draft.note(id);
              if (draft.wraps().size() == 1 || id.equals(vault.keys().slot())) {
                throw new InvalidParameterException(
                    "slot",
                    "is \""
                        + name
                        + (draft.wraps().size() == 1
                            ? "\", the last key of the vault, which nothing would open without it."
                                + " Add another first"
                            : "\", the key that has opened the vault; open it with another to"
                                + " remove this one, or change it"));
              }
              removed[0] = slot(Objects.requireNonNull(draft.wraps().remove(id)), note);
              draft.notes().remove(id);
              return draft.wraps().keySet().iterator().next();
            });
    return Objects.requireNonNullElse(removed[0], unused);
  }

  private static String find(Draft draft, String name) {
    List<String> found =
        draft.notes().entrySet().stream()
            .filter(slot -> slot.getValue().label().equals(name))
            .map(Map.Entry::getKey)
            .toList();
    if (found.isEmpty() && name.matches("[0-9a-f]{4,16}")) {
      found = draft.notes().keySet().stream().filter(id -> id.startsWith(name)).toList();
    }
    if (found.size() != 1) {
      throw new InvalidParameterException(
          "slot",
          "is \""
              + name
              + "\"; expected the label or id of one of "
              + draft.notes().entrySet().stream()
                  .map(slot -> slot.getKey() + " (" + slot.getValue().label() + ")")
                  .toList());
    }
    return found.get(0);
  }

  private static String label(String label) {
    boolean printable = label.codePoints().noneMatch(each -> Character.isISOControl(each));
    if (label.isBlank() || label.length() > MAX_LABEL || !printable) {
      throw new InvalidParameterException(
          "label", "is no label; expected 1 to " + MAX_LABEL + " printable characters");
    }
    return label;
  }

  private static Note note(String label, Instant time, @Nullable String recipient) {
    return new Note(label, time.truncatedTo(ChronoUnit.MILLIS), recipient);
  }

  private static void requireFree(Draft draft, String label) {
    if (draft.wraps().size() >= VaultConfig.MAX_SLOTS) {
      throw new InvalidParameterException(
          "slot", "is one too many: a vault has at most " + VaultConfig.MAX_SLOTS + " keys");
    }
    if (draft.notes().values().stream().anyMatch(note -> note.label().equals(label))) {
      throw new InvalidParameterException(
          "label", "is \"" + label + "\", which another key of the vault is called already");
    }
  }

  /** One that was there twice would open the vault still after it was removed once. */
  private static void requireUnused(Draft draft, Encryption encryption, @Nullable String except) {
    KeyMaterial material = KeyMaterial.of(encryption);
    for (KeyWrap wrap : draft.wraps().values()) {
      if (wrap.id().equals(except) || !KeyWraps.mayOpen(wrap, material)) {
        continue;
      }
      byte[] master = KeyWraps.unwrap(draft.config(), wrap, material);
      if (master != null) {
        Arrays.fill(master, (byte) 0);
        throw usedAlready(wrap.id(), draft.note(wrap.id()));
      }
    }
  }

  private static InvalidParameterException usedAlready(String id, Note note) {
    return new InvalidParameterException(
        "encryption", "opens the vault already: slot " + id + " (" + note.label() + ")");
  }

  private VaultConfig current() {
    VaultConfig now =
        vault
            .storedConfig()
            .orElseThrow(() -> new IntegrityException("The vault was removed meanwhile", null));
    VaultConfig before = vault.config();
    boolean same =
        now.id().equals(before.id()) && (now.format() > 1 || now.slots().equals(before.slots()));
    if (!same) {
      // Of a configuration without notes nobody can tell whether it is the newest.
      throw new IntegrityException(
          "The vault was replaced, or its key changed, since it was opened. Open it again", null);
    }
    long revision = vault.keys().notes(now).revision();
    vault.origins().require(now.place(), "its " + ObjectNames.CONFIG);
    seen.requireNotBefore(revision);
    SeenKeys.requireNotBefore(revision, vault.keys().notes(before).revision());
    return now;
  }

  private KeySlot change(Function<Draft, String> edit) {
    return change(edit, false);
  }

  private KeySlot change(Function<Draft, String> edit, boolean own) {
    try (VaultLock lock = vault.locks().acquire(true, PURPOSE, patience)) {
      VaultConfig now = current();
      KeyNotes notes = vault.keys().notes(now);
      Draft draft = Draft.of(now, notes);
      String id = edit.apply(draft);
      VaultPlace home = vault.home();
      VaultConfig here = home == null ? now : now.at(home.orNoted(now.place()));
      VaultConfig next = here.with(List.copyOf(draft.wraps().values()));
      if (!next.isBounded()) {
        throw new InvalidParameterException(
            "scrypt", "costs too much: all passphrases of a vault together take 4 GiB at most");
      }
      long revision = notes.revision() + 1;
      VaultConfig sealed = vault.keys().seal(next, new KeyNotes(revision, draft.notes()));
      store(sealed, lock);
      seen.remember(revision);
      vault.setConfig(sealed);
      if (own) {
        vault.keys().nowOpenedBy(id);
      }
      return slot(Objects.requireNonNull(draft.wraps().get(id)), draft.note(id));
    }
  }

  private void store(VaultConfig next, VaultLock lock) {
    byte[] bytes = next.write();
    lock.refreshQuietly();
    lock.check();
    DualTimestamp start = DualTimestamp.now(vault.waiter());
    Runnable inTime =
        () -> {
          if (start.isPast(VaultLocks.EXPIRY.dividedBy(2), vault.waiter())) {
            throw new VaultBusyException(
                "The change of the keys took so long that another client may have made one");
          }
        };
    try {
      vault.storeConfig(bytes, inTime);
    } catch (SpaceException e) {
      if (!isStored(bytes, e)) {
        throw e;
      }
      return; // only the answer was lost
    }
    if (!vault.hasConfig(bytes)) {
      throw new IntegrityException(
          "The space took the vault's changed keys, but serves others. Look whether the vault still"
              + " opens, and put your copy of its config back if not",
          null);
    }
  }

  private boolean isStored(byte[] bytes, SpaceException failure) {
    try {
      return vault.hasConfig(bytes);
    } catch (SpaceException e) {
      failure.addSuppressed(e);
      return false;
    }
  }
}
