package io.spaces.client.internal.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.vault.format.Keys;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which vault this machine has seen at a place. A vault that vanished as a whole would otherwise
 * look as if nothing had ever been backed up, and the next backup would begin another in silence.
 */
final class KnownVaults {
  private static final String ID = "[0-9a-f]{32}";
  private static final String ON_PURPOSE =
      ": the space was set back to an earlier state, or hides it. If that was done on purpose,"
          + " Snapshots.acceptRollback (spaces snapshots accept-rollback) takes what the space"
          + " shows";

  private final LocalState state;
  private final @Nullable String file;

  private KnownVaults(LocalState state, @Nullable String file) {
    this.state = state;
    this.file = file;
  }

  /** What is known of a store's place; nothing when it has none, or nothing is kept. */
  static KnownVaults at(ObjectStore store, @Nullable Path stateDirectory) {
    String place = store.place();
    return new KnownVaults(
        LocalState.in(stateDirectory).folder("vaults"), place == null ? null : name(place));
  }

  private static String name(String place) {
    byte[] hash = Hashes.newSha256().digest(place.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash, 0, Keys.ID_LENGTH);
  }

  /** The vault that was last seen there. */
  Optional<String> id() {
    return file == null
        ? Optional.empty()
        : state
            .read(file)
            .map(bytes -> new String(bytes, US_ASCII).strip())
            .filter(text -> text.matches(ID));
  }

  /**
   * Makes sure that a vault is the one that was seen.
   *
   * @throws IntegrityException when it was another
   */
  void requireSame(String id) {
    Optional<String> known = id();
    if (known.isPresent() && !known.get().equals(id)) {
      throw new IntegrityException(
          "The space shows another vault ("
              + id
              + ") in place of the one that this machine has seen in this area ("
              + known.get()
              + ")"
              + ON_PURPOSE,
          null);
    }
  }

  /**
   * Makes sure that none was seen where none is.
   *
   * @throws IntegrityException when one was
   */
  void requireNone() {
    Optional<String> known = id();
    if (known.isPresent()) {
      throw new IntegrityException(
          "The vault that this machine has seen in this area of the space ("
              + known.get()
              + ") is gone"
              + ON_PURPOSE,
          null);
    }
  }

  void remember(String id) {
    if (file != null && !id().equals(Optional.of(id))) {
      state.keep(file, id.getBytes(US_ASCII));
    }
  }

  void forget() {
    if (file != null) {
      state.delete(file);
    }
  }
}
