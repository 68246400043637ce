package io.spaces.client.internal.vault.snapshot;

import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.object.KnownVaults;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places that the parts of a vault may come from: where it lies, and those that somebody has
 * accepted. Whatever says that it belongs elsewhere is not used: who runs the server can copy a
 * vault, byte for byte, to where another is expected. Safe for use by several threads.
 */
public final class Origins {
  private final String vault;
  private final @Nullable VaultPlace here;
  private final Set<VaultPlace> accepted = ConcurrentHashMap.newKeySet();
  private final @Nullable Consumer<Set<VaultPlace>> accept;

  /**
   * The origins of a vault.
   *
   * @param vault its id
   * @param here where it lies, or null when that is no place in a space
   * @param accepted the others that were accepted before
   * @param accept remembers all that are accepted, since any other is from now on; or null
   */
  public Origins(
      String vault,
      @Nullable VaultPlace here,
      Set<VaultPlace> accepted,
      @Nullable Consumer<Set<VaultPlace>> accept) {
    this.vault = vault;
    this.here = here;
    this.accepted.addAll(accepted);
    this.accept = accept;
  }

  /** All that are accepted by now. */
  public Set<VaultPlace> accepted() {
    return Set.copyOf(accepted);
  }

  /** Makes sure that a snapshot was made here. */
  SnapshotRecord require(SnapshotRecord record) {
    require(record.place(), "its snapshot " + record.snapshot().id());
    return record;
  }

  /**
   * Makes sure that a part of the vault belongs here.
   *
   * @param place where it belongs, or null when that was not noted
   * @param part what says so
   * @throws UnexpectedVaultException when it belongs elsewhere, and that was not accepted
   */
  public void require(@Nullable VaultPlace place, String part) {
    if (place == null || here == null || here.fits(place) || accepted.contains(place)) {
      return;
    }
    if (accept == null) {
      throw KnownVaults.unexpected(
          "The vault " + vault + " at " + here + " belongs to " + place + ", as " + part + " says",
          "the space serves a copy of another place's vault here, or somebody has moved or copied"
              + " it",
          vault);
    }
    accepted.add(place);
    accept.accept(accepted());
  }
}
