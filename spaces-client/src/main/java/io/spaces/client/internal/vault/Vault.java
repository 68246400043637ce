package io.spaces.client.internal.vault;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.content.Payload;
import io.spaces.client.internal.content.chunk.ChunkSizes;
import io.spaces.client.internal.content.seal.AesWarmUp;
import io.spaces.client.internal.disk.LocalState;
import io.spaces.client.internal.vault.format.FormatException;
import io.spaces.client.internal.vault.format.ObjectNames;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultConfig;
import io.spaces.client.internal.vault.format.VaultPlace;
import io.spaces.client.internal.vault.index.IndexStore;
import io.spaces.client.internal.vault.lock.LastPruning;
import io.spaces.client.internal.vault.lock.LockOwner;
import io.spaces.client.internal.vault.lock.VaultCreation;
import io.spaces.client.internal.vault.lock.VaultLock;
import io.spaces.client.internal.vault.lock.VaultLocks;
import io.spaces.client.internal.vault.object.KnownVaults;
import io.spaces.client.internal.vault.object.ListedObject;
import io.spaces.client.internal.vault.object.ObjectStore;
import io.spaces.client.internal.vault.object.SealedObjects;
import io.spaces.client.internal.vault.object.VaultKeys;
import io.spaces.client.internal.vault.snapshot.Origins;
import io.spaces.client.internal.vault.snapshot.SeenKeys;
import io.spaces.client.internal.vault.snapshot.SeenSnapshots;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.transfer.Warning;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An open vault: its place, its keys and what is kept of it on this machine. Safe for use by
 * several threads; closing it wipes the keys.
 */
public final class Vault implements AutoCloseable {
  /**
   * How contents are cut in new vaults. With a small least length, cuts fall into step again soon
   * after an insertion: one of 1 MiB into random bytes makes about 2 MiB of new chunks.
   */
  public static final ChunkSizes CHUNKS = new ChunkSizes(128 << 10, 512 << 10, 2 << 20);

  /** How the entries of snapshots are cut, in all vaults. */
  static final ChunkSizes ENTRY_CHUNKS = new ChunkSizes(64 << 10, 256 << 10, 1 << 20);

  private static final int MAX_CONFIG = 64 << 10;

  private final ObjectStore store;
  private final VaultKeys keys;
  private final Origins origins;
  private final SealedObjects objects;
  private final LocalState state;
  private final VaultLocks locks;
  private final LastPruning lastPruning;
  private final IndexStore index;
  private final SnapshotStore snapshots;
  private final Waiter waiter;
  private volatile VaultConfig config;

  private Vault(
      ObjectStore store,
      VaultConfig config,
      VaultKeys keys,
      Origins origins,
      LocalState all,
      Waiter waiter) {
    this.store = store;
    this.config = config;
    this.keys = keys;
    this.origins = origins;
    this.waiter = waiter;
    state = all.folder(folder(config.id()));
    state.deleteRemains();
    objects = new SealedObjects(store, keys.sealer(), config.id(), this::pads);
    locks = new VaultLocks(objects, LockOwner.current(all), waiter);
    lastPruning = new LastPruning(objects, state);
    index = new IndexStore(objects, state);
    snapshots = new SnapshotStore(objects, origins, state);
  }

  /**
   * Opens the vault at a place.
   *
   * @param store the place
   * @param encryption the vault's key, or null for a vault without encryption
   * @param stateDirectory where to keep what saves time, or null for nowhere
   * @return the vault, or empty when there is none
   * @throws WrongKeyException when the key is not the vault's
   * @throws UnexpectedVaultException when it is another than was seen there, belongs elsewhere, or
   *     is gone
   * @throws IntegrityException when what is there is not a vault, or one without configuration
   */
  public static Optional<Vault> open(
      ObjectStore store, @Nullable Encryption encryption, @Nullable Path stateDirectory) {
    return open(store, encryption, stateDirectory, (String) null);
  }

  /**
   * The same, whatever was seen there and wherever the vault belongs.
   *
   * @param store the place
   * @param encryption the vault's key, or null for a vault without encryption
   * @param stateDirectory where to keep what saves time, or null for nowhere
   * @param accepted the id of the vault that is to be there; null for the one that belongs there
   * @return the vault, or empty when there is none
   */
  public static Optional<Vault> open(
      ObjectStore store,
      @Nullable Encryption encryption,
      @Nullable Path stateDirectory,
      @Nullable String accepted) {
    Optional<Vault> vault = open(store, encryption, stateDirectory, accepted, Waiter.system());
    if (vault.isPresent()) {
      return vault;
    }
    Optional<String> left = remains(store);
    if (left.isEmpty()) {
      requireNoneSeen(store, stateDirectory, accepted);
      return vault;
    }
    // Once more: it may have been created since.
    vault = open(store, encryption, stateDirectory, accepted, Waiter.system());
    if (vault.isEmpty()) {
      throw withoutConfig(left.get());
    }
    return vault;
  }

  static Optional<Vault> open(
      ObjectStore store,
      @Nullable Encryption encryption,
      @Nullable Path stateDirectory,
      @Nullable String accepted,
      Waiter waiter) {
    LocalState local = LocalState.in(stateDirectory);
    KnownVaults known = KnownVaults.at(store, local);
    return readConfig(store)
        .map(
            config -> {
              known.requireExpected(config, accepted);
              VaultKeys keys = VaultKeys.open(config, encryption);
              boolean open = false;
              try {
                long revision = keys.notes(config).revision();
                SeenKeys seen = new SeenKeys(local.folder(folder(config.id())));
                seen.requireNotBefore(revision);
                boolean same = known.id().equals(Optional.of(config.id()));
                Set<VaultPlace> before = same ? known.origins() : Set.of();
                Origins origins =
                    new Origins(
                        config.id(),
                        store.home(),
                        before,
                        accepted == null ? null : all -> known.remember(config, all));
                Vault vault = new Vault(store, config, keys, origins, local, waiter);
                vault.requireAtHome(same);
                known.remember(config, origins.accepted());
                seen.remember(revision);
                open = true;
                return vault;
              } finally {
                if (!open) {
                  keys.close();
                }
              }
            });
  }

  /**
   * Makes sure that the vault belongs here. Where its configuration does not say so, as in vaults
   * of before, its newest snapshot may.
   */
  private void requireAtHome(boolean seenHere) {
    Set<VaultPlace> before = origins.accepted();
    origins.require(config.place(), "its " + ObjectNames.CONFIG);
    if (!seenHere && config.place() == null) {
      snapshots.requireNewestHere();
    }
    if (!origins.accepted().equals(before)) {
      // One acceptance is enough, also where the vault has lain at several places.
      List<SnapshotRecord> unused = snapshots.list(problem -> {});
    }
  }

  private static String folder(String id) {
    return "vault-" + id;
  }

  private static SeenKeys seenKeys(String id, @Nullable Path stateDirectory) {
    return new SeenKeys(LocalState.in(stateDirectory).folder(folder(id)));
  }

  /**
   * Makes sure that no vault is missing at a place where none is.
   *
   * @param store the place
   * @param stateDirectory where is kept what this machine has seen, or null for nowhere
   * @param accepted the id of a vault that is to be there, or null
   * @throws UnexpectedVaultException when this machine has seen one there, or one is to be there
   */
  public static void requireNoneSeen(
      ObjectStore store, @Nullable Path stateDirectory, @Nullable String accepted) {
    KnownVaults.at(store, stateDirectory).requireNone(accepted);
  }

  /**
   * Takes the vault at a place in whichever state it is, or that there is none, from now on.
   *
   * @param store the place
   * @param stateDirectory where is kept what this machine has seen, or null for nowhere
   * @param accepted the id of the vault that is to be there; null for the one that belongs there
   * @return whether one has to be there: false where one that was seen is gone
   * @throws UnexpectedVaultException when there is another
   */
  public static boolean forgetSeen(
      ObjectStore store, @Nullable Path stateDirectory, @Nullable String accepted) {
    KnownVaults known = KnownVaults.at(store, stateDirectory);
    Optional<VaultConfig> config = readConfig(store);
    config.ifPresent(there -> known.requireExpected(there, accepted));
    Optional<String> seen = config.map(VaultConfig::id).or(known::id);
    seen.ifPresent(id -> seenKeys(id, stateDirectory).forget());
    if (config.isEmpty()) {
      known.forget();
    }
    return config.isPresent() || seen.isEmpty();
  }

  /**
   * Opens the vault at a place to write to it, or makes one.
   *
   * @param store the place
   * @param encryption the vault's key, or null for a vault without encryption
   * @param stateDirectory where to keep what saves time, or null for nowhere
   * @return the vault
   * @throws WrongKeyException when there is one and the key is not its
   * @throws UnexpectedVaultException when there is another than was seen there, it belongs
   *     elsewhere, or is gone
   */
  public static Vault openOrCreate(
      ObjectStore store, @Nullable Encryption encryption, @Nullable Path stateDirectory) {
    return openOrCreate(store, encryption, stateDirectory, null);
  }

  /**
   * The same, whatever was seen there and wherever the vault belongs.
   *
   * @param store the place
   * @param encryption the vault's key, or null for a vault without encryption
   * @param stateDirectory where to keep what saves time, or null for nowhere
   * @param accepted the id of the vault that is to be there; null for the one that belongs there
   * @return the vault
   */
  public static Vault openOrCreate(
      ObjectStore store,
      @Nullable Encryption encryption,
      @Nullable Path stateDirectory,
      @Nullable String accepted) {
    if (encryption != null) {
      AesWarmUp.forSealing().start(); // while this waits for the space
    }
    return openOrCreate(store, encryption, stateDirectory, accepted, CHUNKS, Waiter.system());
  }

  static Vault openOrCreate(
      ObjectStore store,
      @Nullable Encryption encryption,
      @Nullable Path stateDirectory,
      ChunkSizes chunks,
      Waiter waiter) {
    return openOrCreate(store, encryption, stateDirectory, null, chunks, waiter);
  }

  private static Vault openOrCreate(
      ObjectStore store,
      @Nullable Encryption encryption,
      @Nullable Path stateDirectory,
      @Nullable String accepted,
      ChunkSizes chunks,
      Waiter waiter) {
    Optional<Vault> existing = open(store, encryption, stateDirectory, accepted, waiter);
    if (existing.isPresent()) {
      return existing.get();
    }
    Optional<String> left = remains(store);
    if (left.isPresent()) {
      existing = open(store, encryption, stateDirectory, accepted, waiter);
      return existing.orElseThrow(() -> withoutConfig(left.get()));
    }
    requireNoneSeen(store, stateDirectory, accepted);
    VaultKeys.Created created = VaultKeys.create(chunks, encryption, store.home());
    noteBeginning(store, created, stateDirectory);
    new VaultCreation(store, waiter)
        .run(
            () -> readConfig(store).isPresent(),
            inTime -> {
              inTime.run();
              requireNothingStored(store);
              store.put(ObjectNames.CONFIG, new ConfigPayload(created.config().write(), inTime));
            });
    Vault vault =
        open(store, encryption, stateDirectory, accepted, waiter)
            .orElseThrow(() -> new SpaceException("The vault was created, but cannot be found"));
    if (vault.id().equals(created.config().id())) {
      vault.snapshots.seen().noteBeginning(); // also where nothing is kept
      vault.snapshots.seen().deletions().reserve();
      vault.lastPruning.note(Instant.now());
    }
    return vault;
  }

  /** Before it is made: what follows may fail, or be killed. Wipes the keys. */
  private static void noteBeginning(
      ObjectStore store, VaultKeys.Created created, @Nullable Path stateDirectory) {
    String id = created.config().id();
    try (VaultKeys keys = created.keys()) {
      SealedObjects objects = new SealedObjects(store, keys.sealer(), id);
      new SeenSnapshots(objects, LocalState.in(stateDirectory).folder(folder(id))).noteBeginning();
    }
  }

  /** A new configuration would make what was stored with another one useless for ever. */
  private static void requireNothingStored(ObjectStore store) {
    remains(store)
        .ifPresent(
            left -> {
              throw withoutConfig(left);
            });
  }

  private static Optional<String> remains(ObjectStore store) {
    List<ListedObject> all = store.list("");
    return Stream.of(
            ObjectNames.CONFIG, ObjectNames.SNAPSHOTS, ObjectNames.INDEX, ObjectNames.PACKS)
        .filter(part -> all.stream().anyMatch(object -> object.key().startsWith(part)))
        .findFirst();
  }

  private static IntegrityException withoutConfig(String left) {
    if (left.equals(ObjectNames.CONFIG)) {
      return SealedObjects.broken(
          ObjectNames.CONFIG + " is listed, but is not there",
          new FileNotFoundException(ObjectNames.CONFIG));
    }
    return new IntegrityException(
        "The space holds a vault's "
            + left
            + ", but not its "
            + ObjectNames.CONFIG
            + ", without which nothing of it can be read. Put a copy of it back; no other is made"
            + " in its place, unless all that is left of the vault is deleted",
        null);
  }

  /** Read anew for each attempt to send it, of which the last may come late. */
  private record ConfigPayload(Payload config, Runnable inTime) implements Payload {
    ConfigPayload(byte[] config, Runnable inTime) {
      this(Payload.of(config), inTime);
    }

    @Override
    public long length() {
      return config.length();
    }

    @Override
    public InputStream open() throws IOException {
      inTime.run();
      return config.open();
    }
  }

  private static Optional<VaultConfig> readConfig(ObjectStore store) {
    try {
      return store.get(ObjectNames.CONFIG, Vault::readConfig);
    } catch (IntegrityException e) {
      // Whatever some gateway says instead of it: where there is none, there is none.
      if (store.list("").stream().noneMatch(object -> object.key().equals(ObjectNames.CONFIG))) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static VaultConfig readConfig(InputStream in) throws IOException {
    try {
      byte[] bytes = in.readNBytes(MAX_CONFIG + 1);
      if (bytes.length > MAX_CONFIG) {
        throw new FormatException("is not a vault's configuration: too long");
      }
      return VaultConfig.read(bytes);
    } catch (FormatException e) {
      if (e.isNewer()) {
        throw new IntegrityException("The vault " + e.getMessage() + ". Nothing was changed", e);
      }
      throw SealedObjects.broken(ObjectNames.CONFIG + " " + e.getMessage(), e);
    }
  }

  /**
   * Returns the vault's id.
   *
   * @return 32 hexadecimal digits
   */
  public String id() {
    return config.id();
  }

  /**
   * Says who is told what a person should know of the vault, whichever step finds it, and what was
   * found so far.
   *
   * @param told of each, each time; on any thread, one at a time
   */
  public void onWarning(Consumer<? super Warning> told) {
    state.warnings().listen(told);
  }

  /**
   * Tells whether the vault is encrypted.
   *
   * @return false when anyone who gets at its objects can read them
   */
  public boolean isEncrypted() {
    return keys.encrypted();
  }

  /**
   * Returns what the vault holds.
   *
   * @return its snapshots
   */
  public SnapshotStore snapshots() {
    return snapshots;
  }

  /**
   * Returns the keys that open the vault, to change them.
   *
   * @param patience how long to wait for others who use the vault
   * @return its keys
   */
  public VaultSlots slots(Duration patience) {
    return new VaultSlots(this, new SeenKeys(state), patience);
  }

  /**
   * Keeps other clients from removing anything while this one reads.
   *
   * @param patience how long to wait for one that is removing something
   * @return to be closed when reading has ended
   */
  public VaultLock holdForReading(Duration patience) {
    return locks.acquire(false, "a restore", patience);
  }

  /** Makes sure that the vault at this place is still the one that was opened. */
  void checkIdentity() {
    Optional<VaultConfig> now = readConfig(store);
    if (now.isEmpty() || !now.get().id().equals(config.id())) {
      throw new IntegrityException(
          "The vault was removed or replaced while a backup went on. Start again", null);
    }
  }

  /** Where a vault at this place belongs, or null when it is in no space. */
  @Nullable VaultPlace home() {
    return store.home();
  }

  VaultConfig config() {
    return config;
  }

  /** Earlier releases, which read format 1 only, know no padding. */
  private boolean pads() {
    return isEncrypted() && config.format() > 1;
  }

  /** What the vault says of itself by now. */
  void setConfig(VaultConfig next) {
    config = next;
  }

  /** The configuration as the space has it. */
  Optional<VaultConfig> storedConfig() {
    return readConfig(store);
  }

  /**
   * Replaces the configuration.
   *
   * @param bytes the new one
   * @param inTime throws once that would be too late
   */
  void storeConfig(byte[] bytes, Runnable inTime) {
    store.put(ObjectNames.CONFIG, new ConfigPayload(bytes, inTime));
  }

  /** Whether the space has exactly this configuration. */
  boolean hasConfig(byte[] bytes) {
    return store
        .get(ObjectNames.CONFIG, in -> Arrays.equals(in.readNBytes(MAX_CONFIG + 1), bytes))
        .orElse(false);
  }

  Waiter waiter() {
    return waiter;
  }

  public VaultKeys keys() {
    return keys;
  }

  Origins origins() {
    return origins;
  }

  public SealedObjects objects() {
    return objects;
  }

  public LocalState state() {
    return state;
  }

  public VaultLocks locks() {
    return locks;
  }

  public LastPruning lastPruning() {
    return lastPruning;
  }

  public IndexStore index() {
    return index;
  }

  /** The index as the space has it, whatever is kept of it on this machine. */
  public IndexStore storedIndex() {
    return new IndexStore(objects, LocalState.in(null));
  }

  /** The snapshots as the space has them, whatever is kept of them on this machine. */
  public SnapshotStore storedSnapshots() {
    return new SnapshotStore(objects, origins, state, LocalState.in(null));
  }

  @Override
  public void close() {
    keys.close();
  }
}
