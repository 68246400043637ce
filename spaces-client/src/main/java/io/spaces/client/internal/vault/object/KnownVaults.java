package io.spaces.client.internal.vault.object;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.internal.crypto.Hashes;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultPlace;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which vault this machine has seen at a place. A vault that vanished as a whole would otherwise
 * look as if nothing had ever been backed up, and another one in its place as if it were the right
 * one.
 */
public final class KnownVaults {
  private static final Logger log = LoggerFactory.getLogger(KnownVaults.class);
  private static final String PLAIN = "plain";
  private static final String NOTHING_DONE = ". Nothing was restored, written or deleted. ";

  private final LocalState state;
  private final @Nullable String place;
  private final @Nullable String file;

  private KnownVaults(LocalState state, @Nullable String place) {
    this.state = state;
    this.place = place;
    file = place == null ? null : name(place);
  }

  /**
   * What is remembered of a vault at a place.
   *
   * @param id its id
   * @param cipher what it is encrypted with; empty when that was not noted
   * @param place where it is
   * @param origins the other places whose parts were accepted in it
   */
  private record Known(String id, String cipher, String place, Set<VaultPlace> origins) {
    static Optional<Known> read(byte[] kept) {
      List<String[]> lines =
          new String(kept, UTF_8).lines().map(line -> line.split(" ", 3)).toList();
      try {
        return Optional.of(
            new Known(
                VaultId.check("vault", lines.isEmpty() ? "" : lines.get(0)[0]),
                word(lines, "cipher"),
                word(lines, "at"),
                lines.stream()
                    .filter(line -> line[0].equals("from") && line.length == 3)
                    .map(line -> new VaultPlace(line[1], line[2]))
                    .collect(Collectors.toSet())));
      } catch (IllegalArgumentException | InvalidParameterException e) {
        log.warn("What was remembered of a vault is damaged, and is forgotten");
        return Optional.empty();
      }
    }

    private static String word(List<String[]> lines, String name) {
      return lines.stream()
          .filter(line -> line[0].equals(name) && line.length > 1)
          .map(line -> line[1])
          .findFirst()
          .orElse("");
    }

    byte[] write() {
      StringBuilder text = new StringBuilder(id).append("\ncipher ").append(cipher);
      text.append("\nat ").append(place).append('\n');
      new TreeSet<>(origins.stream().map(from -> from.app() + " " + from.folder()).toList())
          .forEach(from -> text.append("from ").append(from).append('\n'));
      return text.toString().getBytes(UTF_8);
    }
  }

  /** What is known of a store's place; nothing when it has none, or nothing is kept. */
  public static KnownVaults at(ObjectStore store, @Nullable Path stateDirectory) {
    return at(store, LocalState.in(stateDirectory));
  }

  public static KnownVaults at(ObjectStore store, LocalState state) {
    return new KnownVaults(state.folder("vaults"), store.place());
  }

  private static String name(String place) {
    byte[] hash = Hashes.newSha256().digest(place.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash, 0, ObjectNames.ID_LENGTH);
  }

  private Optional<Known> known() {
    if (file == null) {
      return Optional.empty();
    }
    Optional<byte[]> kept = state.recall(file);
    Optional<Known> known = kept.flatMap(Known::read);
    if (kept.isPresent() && known.isEmpty()) {
      state.forgetDamaged(file);
    }
    return known;
  }

  /** The vault that was last seen there. */
  public Optional<String> id() {
    return known().map(Known::id);
  }

  /** The other places whose parts were accepted in the vault that was last seen there. */
  public Set<VaultPlace> origins() {
    return known().map(Known::origins).orElse(Set.of());
  }

  /**
   * Makes sure that a vault is the one that belongs there, as far as this machine knows.
   *
   * @param config what the vault says of itself
   * @param accepted the id of the one that somebody has accepted, whatever was seen; or null
   * @throws UnexpectedVaultException when it is another
   */
  public void requireExpected(VaultConfig config, @Nullable String accepted) {
    String id = config.id();
    if (accepted != null) {
      if (!accepted.equals(id)) {
        throw unexpected(
            "The space shows the vault "
                + id
                + where()
                + ", but "
                + accepted
                + " is to be accepted",
            "the space serves another one, or the id is not the right one",
            id);
      }
      return;
    }
    Optional<Known> known = known();
    if (known.isEmpty()) {
      elsewhere(id)
          .ifPresent(
              other -> {
                throw unexpected(
                    "The vault " + id + where() + " is one that this machine knows at " + other,
                    "the space serves a copy of that one, or somebody has moved or copied it",
                    id);
              });
      return;
    }
    if (!known.get().id().equals(id)) {
      throw unexpected(
          "The space shows another vault ("
              + id
              + ") in place of the one that this machine has seen"
              + where()
              + " ("
              + known.get().id()
              + ")",
          "the space was set back to an earlier state, or serves another vault, or somebody has put"
              + " another one there",
          id);
    }
    String cipher = known.get().cipher();
    if (!cipher.isEmpty() && !cipher.equals(cipher(config))) {
      throw unexpected(
          "The space shows the vault "
              + id
              + where()
              + (cipher.equals(PLAIN) ? " encrypted" : " without encryption")
              + ", which this machine has seen "
              + (cipher.equals(PLAIN) ? "without encryption" : "encrypted"),
          "the space serves another one under the same id: a vault never changes so",
          id);
    }
  }

  private String where() {
    return place == null ? " there" : " at " + place;
  }

  private Optional<String> elsewhere(String id) {
    return file == null
        ? Optional.empty()
        : state.names().stream()
            .flatMap(name -> state.read(name).flatMap(Known::read).stream())
            .filter(other -> other.id().equals(id) && !other.place().isEmpty())
            .map(Known::place)
            .sorted()
            .findFirst();
  }

  private static String cipher(VaultConfig config) {
    return config.slots().isEmpty() ? PLAIN : VaultConfig.CIPHER;
  }

  /**
   * Makes sure that no vault is missing where none is.
   *
   * @param accepted the id of one that is to be there, or null
   * @throws UnexpectedVaultException when one is
   */
  public void requireNone(@Nullable String accepted) {
    if (accepted != null) {
      throw new UnexpectedVaultException(
          "There is no vault"
              + where()
              + ", but "
              + accepted
              + " is to be accepted: the space hides it, or the id, the endpoint or the app is not"
              + " the right one"
              + NOTHING_DONE
              + "Look for it elsewhere, or leave its id out",
          null);
    }
    Optional<String> known = id();
    if (known.isPresent()) {
      throw new UnexpectedVaultException(
          "The vault that this machine has seen"
              + where()
              + " ("
              + known.get()
              + ") is gone: the space was set back to an earlier state, or hides it"
              + NOTHING_DONE
              + "If it was removed on purpose, Snapshots.acceptRollback (spaces snapshots"
              + " accept-rollback) takes it that there is none",
          null);
    }
  }

  /** An error that tells what to accept. */
  public static UnexpectedVaultException unexpected(String found, String reasons, String vault) {
    return new UnexpectedVaultException(
        found
            + ": "
            + reasons
            + NOTHING_DONE
            + "If it is the right one, accept it by its id: acceptVault(\""
            + vault
            + "\"), --accept-vault "
            + vault,
        vault);
  }

  /** Remembers the vault, and the other places whose parts were accepted in it. */
  public void remember(VaultConfig config, Set<VaultPlace> origins) {
    if (file == null || place == null) {
      return;
    }
    Known now = new Known(config.id(), cipher(config), place, origins);
    if (!known().equals(Optional.of(now))) {
      state.keep(file, now.write());
    }
  }

  public void forget() {
    if (file != null) {
      state.delete(file);
    }
  }
}
