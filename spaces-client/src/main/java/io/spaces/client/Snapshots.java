package io.spaces.client;

import static java.util.stream.Collectors.toSet;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.CancelledException;
import io.spaces.client.error.IntegrityException;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.error.SnapshotNotFoundException;
import io.spaces.client.error.SpaceException;
import io.spaces.client.error.UnexpectedVaultException;
import io.spaces.client.error.VaultBusyException;
import io.spaces.client.error.WrongKeyException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.memory.Heap;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.run.VaultTaskSpec;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.spec.StateDirectory;
import io.spaces.client.internal.transfer.Monitor;
import io.spaces.client.internal.transfer.ObjectLog;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.archive.SnapshotArchives;
import io.spaces.client.internal.vault.format.SnapshotRecord;
import io.spaces.client.internal.vault.format.VaultEntry;
import io.spaces.client.internal.vault.object.SpaceObjectStore;
import io.spaces.client.internal.vault.object.VaultId;
import io.spaces.client.internal.vault.snapshot.Chosen;
import io.spaces.client.internal.vault.snapshot.SetName;
import io.spaces.client.internal.vault.snapshot.SnapshotDiff;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.internal.vault.snapshot.SnapshotStore;
import io.spaces.client.internal.vault.upkeep.VaultMaintenance;
import io.spaces.client.internal.vault.view.SnapshotFileSystem;
import io.spaces.client.internal.vault.view.Versions;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.DamagedSnapshot;
import io.spaces.client.snapshot.FileVersion;
import io.spaces.client.snapshot.FoundEntry;
import io.spaces.client.snapshot.KeySlot;
import io.spaces.client.snapshot.PruneResult;
import io.spaces.client.snapshot.RepairResult;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.snapshot.Snapshot;
import io.spaces.client.snapshot.SnapshotChange;
import io.spaces.client.snapshot.SnapshotEntry;
import io.spaces.client.snapshot.SnapshotSet;
import io.spaces.client.snapshot.VerifyOptions;
import io.spaces.client.snapshot.VerifyResult;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferStatus;
import io.spaces.client.transfer.TransferTask;
import io.spaces.client.transfer.Warning;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots in the vault of an app's area: to look at, to tidy up, to get back.
 *
 * <pre>{@code
 * try (Snapshots snapshots = client.snapshots(pid).encryption(Encryption.key(key))) {
 *   for (Snapshot snapshot : snapshots.list()) {
 *     System.out.println(snapshot.id() + " " + snapshot.time() + " " + snapshot.files());
 *   }
 * }
 * }</pre>
 *
 * <p>A snapshot is named by its id, or the beginning of it: at least 4 digits that fit no other.
 * The vault is opened when it is first needed, and its keys are wiped on {@link #close}. Safe for
 * use by several threads.
 *
 * <p>Unless it says otherwise, every method throws {@link InvalidParameterException} when an id is
 * no such text; {@link SnapshotNotFoundException} when there is no such snapshot; {@link
 * WrongKeyException} when the key is not the vault's, before anything else is read; {@link
 * VaultBusyException} when another client is in the way for longer than {@link #lockWait} says;
 * {@link IntegrityException} when the space serves something else than was stored, or hides a
 * snapshot, or an edit of it, that this machine has seen; {@link UnexpectedVaultException} when
 * another vault is there than this machine has seen, or one that belongs elsewhere, or it is gone,
 * see {@link #acceptVault}; and {@link SpaceException} when there is no vault, or the space refuses
 * or cannot be reached.
 *
 * @since 0.1.0
 */
public final class Snapshots implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  /** How long snapshots lie in the trash, unless it is said. */
  static final Duration GRACE = Duration.ofDays(7);

  /** For who has too little memory. */
  private static final String KEPT = "What has to be known of the vault";

  /** How long to wait for other clients of a vault, unless it is said. */
  static final Duration LOCK_WAIT = Duration.ofMinutes(1);

  private final Client client;
  private final Connection connection;
  private final String appPid;
  private final @Nullable Path temporaryDirectory;
  private final @Nullable Path stateDirectory;
  private final Duration lockWait;
  private final @Nullable String accepted;
  private final Cancellation cancellation = new Cancellation();
  private final @Nullable Consumer<? super DamagedSnapshot> passOver;
  private final Consumer<? super Warning> warned;
  private @Nullable Encryption encryption;
  private @Nullable Vault vault;

  /** Opened with a key that is no longer the vault's. */
  private final List<Vault> former = new ArrayList<>();

  Snapshots(Client client, Connection connection, String appPid) {
    this(
        client,
        connection.copy(),
        appPid,
        null,
        null,
        LOCK_WAIT,
        null,
        null,
        null,
        warning -> log.warn("{}", warning.text()));
    connection.target();
  }

  private Snapshots(
      Client client,
      Connection connection,
      String appPid,
      @Nullable Path temporaryDirectory,
      @Nullable Path stateDirectory,
      Duration lockWait,
      @Nullable String accepted,
      @Nullable Encryption encryption,
      @Nullable Consumer<? super DamagedSnapshot> passOver,
      Consumer<? super Warning> warned) {
    this.client = client;
    this.connection = connection;
    this.appPid = appPid;
    this.temporaryDirectory = temporaryDirectory;
    this.stateDirectory = stateDirectory;
    this.lockWait = lockWait;
    this.accepted = accepted;
    this.encryption = encryption;
    this.passOver = passOver;
    this.warned = warned;
  }

  /**
   * Says what the vault is encrypted with.
   *
   * @param encryption the key or passphrase; must not be destroyed before the vault is open
   * @return the snapshots, seen with that key; this is unchanged
   */
  public Snapshots encryption(Encryption encryption) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        stateDirectory,
        lockWait,
        accepted,
        Parameters.required("encryption", encryption),
        passOver,
        warned);
  }

  /**
   * Says where packs are kept while they are read, some 17 MiB each, sealed as they are in the
   * space. The system's temporary directory by default. They are gone afterwards.
   *
   * @param directory an existing, writable directory
   * @return the snapshots with that setting; this is unchanged
   * @throws InvalidParameterException when it is not a directory
   */
  public Snapshots temporaryDirectory(Path directory) {
    return new Snapshots(
        client,
        connection,
        appPid,
        Parameters.writableDirectory("temporaryDirectory", directory),
        stateDirectory,
        lockWait,
        accepted,
        encryption,
        passOver,
        warned);
  }

  /**
   * Says where is kept what this machine knows of a vault: which snapshots it has seen, so that it
   * notices when a space hides one, and copies of its index, sealed. The same as that of backups, a
   * directory of the user's, by default.
   *
   * @param directory a directory, made when missing
   * @return the snapshots with that setting; this is unchanged
   */
  public Snapshots stateDirectory(Path directory) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        Parameters.path("stateDirectory", directory),
        lockWait,
        accepted,
        encryption,
        passOver,
        warned);
  }

  /**
   * Says how long to wait for other clients of the vault: for one that edits or deletes snapshots,
   * prunes, repairs, or, for what needs the vault to itself, any at all.
   *
   * @param time a minute by default; 0 not to wait
   * @return the snapshots with that setting; this is unchanged
   * @throws InvalidParameterException when it is negative
   */
  public Snapshots lockWait(Duration time) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        stateDirectory,
        Parameters.notNegative("lockWait", time),
        accepted,
        encryption,
        passOver,
        warned);
  }

  /**
   * Says which vault is to be there, and accepts it: also where this machine has seen another one
   * at that place, or this one at another, and where the vault or its snapshots say that they
   * belong to another place, as those of a replica or of a space that moved do. It is remembered:
   * to say so once is enough. Any other vault, or none, is an {@link UnexpectedVaultException}.
   *
   * @param id the vault's id, as the exception's message has it; by default the vault that this
   *     machine knows there, or, where it knows none, any one that belongs there
   * @return the snapshots with that setting; this is unchanged
   * @throws InvalidParameterException when it is no such id
   */
  public Snapshots acceptVault(String id) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        stateDirectory,
        lockWait,
        VaultId.check("acceptVault", Parameters.required("acceptVault", id)),
        encryption,
        passOver,
        warned);
  }

  /**
   * Passes over snapshots that cannot be read, because the space has damaged them, where all of
   * them are looked at: {@link #list}, {@link #sets}, {@link #deleted}, {@link #newest} and {@link
   * #apply}. Otherwise these throw an {@link IntegrityException}, since what is missing might be
   * the newest. {@link #prune} refuses in any case, since it would free what such a snapshot needs;
   * {@link #get} and what else takes an id never looks at others.
   *
   * @param told of each that is passed over, each time
   * @return the snapshots with that setting; this is unchanged
   */
  public Snapshots passOverDamaged(Consumer<? super DamagedSnapshot> told) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        stateDirectory,
        lockWait,
        accepted,
        encryption,
        Parameters.required("told", told),
        warned);
  }

  /**
   * Says who is told what a person should know of the vault, and what keeps nothing from being
   * done: that the space shows a snapshot that was deleted for good ({@link
   * Warning.Code#SNAPSHOTS_RETURNED}), that one is missing which others continue ({@link
   * Warning.Code#SNAPSHOTS_MISSING}), that several continue the same one ({@link
   * Warning.Code#SNAPSHOTS_FORKED}), and that this machine cannot remember what it sees ({@link
   * Warning.Code#MEMORY_LOST}). Otherwise it is logged.
   *
   * @param told of each, whenever it is found; on any thread, one at a time
   * @return the snapshots with that setting; this is unchanged
   */
  public Snapshots onWarning(Consumer<? super Warning> told) {
    return new Snapshots(
        client,
        connection,
        appPid,
        temporaryDirectory,
        stateDirectory,
        lockWait,
        accepted,
        encryption,
        passOver,
        Parameters.required("told", told));
  }

  /**
   * Returns all snapshots but those in the trash, which {@link #deleted} returns.
   *
   * @return newest first; empty when there is no vault
   */
  public List<Snapshot> list() {
    return all(false);
  }

  private List<SnapshotRecord> records(SnapshotStore store) {
    return passOver == null ? store.withTrash() : store.readable(passOver);
  }

  private List<Snapshot> all(boolean trash) {
    return find().map(open -> records(open.snapshots())).orElse(List.of()).stream()
        .filter(record -> SnapshotStore.isInTrash(record) == trash)
        .map(SnapshotRecord::snapshot)
        .toList();
  }

  /**
   * Returns one snapshot.
   *
   * @param id its id, or the beginning of it
   * @return the snapshot
   */
  public Snapshot get(String id) {
    return record(id).snapshot();
  }

  /**
   * Returns the snapshots of a set.
   *
   * @param set its name; empty for those that nobody gave one
   * @return newest first; empty when there is no such set
   */
  public List<Snapshot> list(String set) {
    Parameters.required("set", set);
    return list().stream().filter(snapshot -> snapshot.set().equals(set)).toList();
  }

  /**
   * Returns what the vault holds backups of.
   *
   * @return the sets by their names; empty when there is no vault
   */
  public List<SnapshotSet> sets() {
    Map<String, List<Snapshot>> sets = new TreeMap<>();
    for (Snapshot snapshot : list()) {
      sets.computeIfAbsent(snapshot.set(), name -> new ArrayList<>()).add(snapshot);
    }
    List<SnapshotSet> described = new ArrayList<>();
    sets.forEach(
        (name, all) ->
            described.add(
                new SnapshotSet(
                    name,
                    all.size(),
                    all.get(0),
                    all.stream().filter(Snapshot::complete).findFirst().orElse(null))));
    return List.copyOf(described);
  }

  /**
   * Returns the newest snapshot of the only set, whether it is complete or not.
   *
   * @return one that is not from the future if there is one; empty when there is none at all
   * @throws InvalidParameterException when the vault has several sets; the message names them
   */
  public Optional<Snapshot> newest() {
    return newest(wanted(null, true));
  }

  /**
   * Returns the newest snapshot of a set, whether it is complete or not.
   *
   * @param set its name; empty for those that nobody gave one
   * @return one that is not from the future if there is one; empty when there is none at all
   * @throws SnapshotNotFoundException when the vault has other sets only
   */
  public Optional<Snapshot> newest(String set) {
    return newest(wanted(Parameters.required("set", set), true));
  }

  /**
   * Returns the snapshot of the only set that is restored unless another is asked for.
   *
   * @return the newest complete one, or if there is none the newest; empty when there is none at
   *     all
   * @throws InvalidParameterException when the vault has several sets; the message names them
   */
  public Optional<Snapshot> newestComplete() {
    return newest(wanted(null, false));
  }

  /**
   * Returns the snapshot of a set that is restored unless another is asked for.
   *
   * @param set its name; empty for those that nobody gave one
   * @return the newest complete one, or if there is none the newest; empty when there is none at
   *     all
   * @throws SnapshotNotFoundException when the vault has other sets only
   */
  public Optional<Snapshot> newestComplete(String set) {
    return newest(wanted(Parameters.required("set", set), false));
  }

  private SnapshotSelector wanted(@Nullable String set, boolean incompleteToo) {
    return new SnapshotSelector(set, null, incompleteToo, passOver != null);
  }

  private Optional<Snapshot> newest(SnapshotSelector wanted) {
    Optional<Chosen> chosen = find().flatMap(open -> open.snapshots().choose(wanted, client.now()));
    if (passOver != null) {
      chosen.map(Chosen::damaged).orElse(List.of()).forEach(passOver);
    }
    return chosen.map(one -> one.record().snapshot());
  }

  /**
   * Returns what a snapshot holds, in the order of its paths, each folder before what is in it.
   *
   * @param id its id, or the beginning of it
   * @return reads as it goes, in bounded memory; to be closed, and before this is
   */
  public Stream<SnapshotEntry> entries(String id) {
    Parameters.snapshotId("id", id);
    VaultReader reader = reader();
    boolean handedOut = false;
    try {
      VaultReader.Entries entries = reader.entries(record(id));
      Stream<SnapshotEntry> stream = stream(entries).map(VaultEntry::entry);
      handedOut = true;
      return stream.onClose(entries::close).onClose(reader::close);
    } finally {
      if (!handedOut) {
        reader.close();
      }
    }
  }

  /**
   * Opens a snapshot as a file system that can only be read, for {@link java.nio.file.Files} and
   * whatever else takes a {@link Path}: to look around in it, and to get single files back.
   *
   * <p>The list of entries is read at once, and kept, sealed, in a temporary file, so that memory
   * does not depend on how many there are; contents are fetched when they are read, and verified
   * byte by byte. Whole packs are asked for: one small file costs the pack that it lies in, some 16
   * MiB, and those in the same pack cost nothing more. Some 60 packs are kept in the temporary
   * directory, sealed as they are, until the file system is closed. What is damaged fails the files
   * that need it alone, by an {@link java.io.IOException} whose cause is what this library throws.
   *
   * <p>There is one root, {@code /}, and folders are sorted by their names' bytes. Links lead to
   * what they say within the snapshot; one whose target is absolute, or above the root, leads
   * nowhere. Hard links are names of one file. Attributes are {@code basic}, {@code posix} (without
   * owners) and {@code spaces:hash}, the content hash as spaces know it, which is computed by
   * reading the file. Entries that a restore would refuse because of their paths are left out, and
   * logged. Safe for use by several threads. While it is open, a pruning may still remove what it
   * shows, if its snapshot is deleted.
   *
   * @param id its id, or the beginning of it
   * @return to be closed, and closed with this
   */
  public FileSystem fileSystem(String id) {
    SnapshotRecord record = record(id);
    VaultReader reader = new VaultReader(open(), temporary(), SnapshotFileSystem.CONCURRENCY);
    SnapshotFileSystem system = SnapshotFileSystem.open(record, reader, temporary());
    Cancellation.Registration withThis = cancellation.onCancel(() -> close(system));
    system.onClose(withThis::close);
    return system;
  }

  /**
   * Opens one file of a snapshot. To read several, {@link #fileSystem} reads its list of entries
   * once.
   *
   * @param id the snapshot's id, or the beginning of it
   * @param path {@code /}-separated, relative to what was backed up; links are followed within it
   * @return fetched and verified as it is read, in pieces; to be closed, and before this is
   * @throws NothingFoundException when the snapshot has no such file
   */
  public InputStream open(String id, String path) {
    Parameters.snapshotId("id", id);
    String checked = Parameters.required("path", path);
    FileSystem files = fileSystem(id);
    boolean open = false;
    try {
      InputStream in = Files.newInputStream(files.getPath("/", checked));
      open = true;
      return new FilterInputStream(in) {
        @Override
        public void close() throws IOException {
          try (files) {
            super.close();
          }
        }
      };
    } catch (InvalidPathException e) {
      throw new InvalidParameterException("path", String.valueOf(e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new NothingFoundException(
          "The snapshot " + id + " has no file \"" + checked + "\"; see what is in it.");
    } catch (IOException e) {
      throw new SpaceException(
          "The file \"" + checked + "\" of snapshot " + id + " cannot be read: " + e.getMessage(),
          e);
    } finally {
      if (!open) {
        close(files);
      }
    }
  }

  private static void close(FileSystem files) {
    try {
      files.close();
    } catch (IOException e) {
      log.debug("A temporary file could not be removed: {}", e.toString());
    }
  }

  /**
   * Looks for files, folders and links in all snapshots of all sets, but for those in the trash.
   *
   * @param pattern one that {@link BlockletRestore#include} takes: {@code *.pdf} anywhere, {@code
   *     /uploads/2026-*} at the root; a folder's name stands for all that is in it, too
   * @return each, in the newest snapshot first, there in the order of the paths; reads as it goes,
   *     in bounded memory; to be closed, and before this is
   * @throws InvalidParameterException also when it is no such pattern
   */
  public Stream<FoundEntry> find(String pattern) {
    FileRules rules =
        FileRules.builder()
            .defaults(false)
            .include(List.of(Parameters.required("pattern", pattern)))
            .build();
    return list().stream()
        .flatMap(
            snapshot ->
                entries(snapshot.id())
                    .filter(
                        entry ->
                            rules.accepts(
                                entry.path(), entry.type() == SnapshotEntry.Type.DIRECTORY))
                    .map(entry -> new FoundEntry(snapshot, entry)));
  }

  /**
   * Tells which contents a path has had in the snapshots of the only set.
   *
   * @param path {@code /}-separated, relative to what was backed up
   * @return each content once, that of the newest snapshot first; what lists of entries have in
   *     common is read once; empty when no snapshot has the path
   * @throws InvalidParameterException when the vault has several sets; the message names them
   */
  public List<FileVersion> versions(String path) {
    Parameters.required("path", path);
    return newest().map(Snapshot::set).map(set -> versions(set, path)).orElse(List.of());
  }

  /**
   * Tells which contents a path has had in the snapshots of a set; see {@link #versions(String)}.
   *
   * @param set its name; empty for those that nobody gave one
   * @param path {@code /}-separated, relative to what was backed up
   * @return each content once, that of the newest snapshot first
   */
  public List<FileVersion> versions(String set, String path) {
    Parameters.required("set", set);
    Parameters.required("path", path);
    List<SnapshotRecord> ofSet =
        find().map(open -> records(open.snapshots())).orElse(List.of()).stream()
            .filter(record -> !SnapshotStore.isInTrash(record))
            .filter(record -> record.snapshot().set().equals(set))
            .toList();
    if (ofSet.isEmpty()) {
      return List.of();
    }
    try (VaultReader reader = reader()) {
      return Versions.of(path.replaceAll("^/+|/+$", ""), ofSet, reader);
    }
  }

  /**
   * Compares two snapshots.
   *
   * @param older the id of one, or the beginning of it
   * @param newer that of the other
   * @return what differs, in the order of the paths; reads as it goes, in bounded memory; to be
   *     closed, and before this is
   */
  public Stream<SnapshotChange> diff(String older, String newer) {
    Parameters.snapshotId("older", older);
    Parameters.snapshotId("newer", newer);
    VaultReader reader = reader();
    boolean handedOut = false;
    try {
      SnapshotRecord one = record(older);
      SnapshotRecord other = record(newer);
      VaultReader.Entries before = reader.entries(one);
      VaultReader.Entries after = reader.entries(other);
      Stream<SnapshotChange> stream = stream(new SnapshotDiff(before, after));
      handedOut = true;
      return stream.onClose(before::close).onClose(after::close).onClose(reader::close);
    } finally {
      if (!handedOut) {
        reader.close();
      }
    }
  }

  private static <T> Stream<T> stream(Iterator<T> elements) {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(elements, traits), false);
  }

  /**
   * Changes a snapshot's description.
   *
   * @param id its id, or the beginning of it
   * @param description the new text; may be empty
   * @return the changed snapshot
   */
  public Snapshot describe(String id, String description) {
    String checked = Parameters.snapshotId("id", id);
    Parameters.required("description", description);
    return maintenance().describe(checked, description);
  }

  /**
   * Changes how long a snapshot is held against rules. After that, the next rule or {@link #prune}
   * moves it to the trash, unless it is pinned or the newest complete one of its set.
   *
   * @param id its id, or the beginning of it
   * @param time the new time, or null to let the rules decide
   * @return the changed snapshot
   */
  public Snapshot expire(String id, @Nullable Instant time) {
    String checked = Parameters.snapshotId("id", id);
    return maintenance().expire(checked, time);
  }

  /**
   * Holds a snapshot: neither a rule nor an expiry removes it until it is {@linkplain #unpin
   * unpinned}. It can be {@linkplain #delete deleted} by its id.
   *
   * @param id its id, or the beginning of it
   * @return the changed snapshot
   */
  public Snapshot pin(String id) {
    String checked = Parameters.snapshotId("id", id);
    return maintenance().pin(checked, true);
  }

  /**
   * Takes a pin off a snapshot.
   *
   * @param id its id, or the beginning of it
   * @return the changed snapshot
   */
  public Snapshot unpin(String id) {
    String checked = Parameters.snapshotId("id", id);
    return maintenance().pin(checked, false);
  }

  /**
   * Confirms that what was suspicious about a set is as it should be: most of its files were gone,
   * or have become content that does not compress, see {@link Snapshot#suspicion}. From then on
   * rules, expiries and prunings remove what they would.
   *
   * @param set its name; empty for the snapshots that nobody gave one
   * @return the changed snapshots; none when nothing was suspicious
   */
  public List<Snapshot> confirm(String set) {
    String name = Parameters.required("set", set);
    return maintenance().confirm(name);
  }

  /**
   * Says what snapshots are of: those that were made before there were sets, say.
   *
   * @param set the name of their set, new or not: 1 to 200 printable characters
   * @param ids their ids, or the beginnings of them
   * @return the changed snapshots; where one does not exist none is changed
   * @throws InvalidParameterException also when the name is no such text
   */
  public List<Snapshot> assign(String set, String... ids) {
    SetName.check("set", Parameters.required("set", set));
    List<String> checked =
        Parameters.all("ids", ids).stream().map(id -> Parameters.snapshotId("ids", id)).toList();
    return maintenance().assign(set, checked);
  }

  /**
   * Gives a set another name. Where there is a set of that name, both become one. Broken off, it
   * can be done again.
   *
   * @param from its name; empty for the snapshots that nobody gave one
   * @param to the new name: 1 to 200 printable characters
   * @return the changed snapshots; none when there is no such set
   * @throws InvalidParameterException also when the name is no such text
   */
  public List<Snapshot> renameSet(String from, String to) {
    String old = Parameters.required("from", from);
    String name = SetName.check("to", Parameters.required("to", to));
    return maintenance().renameSet(old, name);
  }

  /**
   * Moves a snapshot to the trash, from where {@link #undelete} brings it back, and {@link #prune}
   * removes it for good. It can still be restored by its id. One that is damaged where the space
   * has it, so that nothing could be brought back, is deleted at once and for good.
   *
   * @param id its id, or the beginning of it
   */
  public void delete(String id) {
    String checked = Parameters.snapshotId("id", id);
    maintenance().delete(checked, client.now());
  }

  /**
   * Returns the snapshots in the trash.
   *
   * @return newest first; empty when there is none, or no vault
   */
  public List<Snapshot> deleted() {
    return all(true);
  }

  /**
   * Takes a snapshot out of the trash again.
   *
   * @param id its id, or the beginning of it
   * @return the snapshot; as it was when it is not in the trash
   */
  public Snapshot undelete(String id) {
    String checked = Parameters.snapshotId("id", id);
    return maintenance().undelete(checked);
  }

  /**
   * A restore of a snapshot, with the connection and the key of this one filled in.
   *
   * @param id its id, or the beginning of it
   * @return the restore, which needs a target, a user and a referrer still
   * @throws InvalidParameterException when it is no such text
   */
  public BlockletRestore restore(String id) {
    return restore().snapshot(Parameters.snapshotId("id", id));
  }

  /**
   * A restore of the newest complete snapshot of the only set, or of the {@linkplain
   * BlockletRestore#set one that is named}, with the connection and the key of this one filled in.
   *
   * @return the restore, which needs a target, a user and a referrer still
   */
  public synchronized BlockletRestore restore() {
    BlockletRestore restore =
        new BlockletRestore(client, connection).appPid(appPid).snapshot(true).lockWait(lockWait);
    if (temporaryDirectory != null) {
      restore.temporaryDirectory(temporaryDirectory);
    }
    if (stateDirectory != null) {
      restore.stateDirectory(stateDirectory);
    }
    if (accepted != null) {
      restore.acceptVault(accepted);
    }
    return encryption == null ? restore : restore.encryption(encryption);
  }

  /**
   * Writes a snapshot as an archive that any tool can unpack: tar in the format of POSIX.1-2001,
   * compressed by gzip. Every byte of content is verified before it is written. The archive is not
   * encrypted. Needs {@code org.apache.commons:commons-compress}.
   *
   * @param id its id, or the beginning of it
   * @param out where to; not closed. After an exception it holds an archive that is not whole.
   * @throws SpaceException when it cannot be written to, or the library is missing
   */
  public void export(String id, OutputStream out) {
    Parameters.snapshotId("id", id);
    Parameters.required("out", out);
    archives().write(record(id), open(), out);
  }

  /**
   * Writes a snapshot as an archive; see {@link #export(String, OutputStream)}.
   *
   * @param id its id, or the beginning of it
   * @param folder an existing folder
   * @return the new file in it, which has its name when it is whole: {@code
   *     backup-[YYYYMMDD_HHMM]_[id].tar.gz}, with the snapshot's time in UTC. One that is there
   *     already is replaced.
   * @throws SpaceException when it cannot be written, or the library is missing
   */
  public Path export(String id, Path folder) {
    Parameters.snapshotId("id", id);
    Parameters.directory("folder", folder);
    return archives().write(record(id), open(), folder);
  }

  /**
   * Makes a new snapshot of an archive, all or nothing. One that {@link #export(String, Path)} has
   * written keeps its time, description and set, and whether it is complete; one that an earlier
   * release has written, which did not say so, counts as incomplete. Any other is complete, of the
   * present and of no set. Where there is no vault yet, one is made. Needs {@code
   * org.apache.commons:commons-compress}.
   *
   * @param archive a tar.gz
   * @return the snapshot
   * @throws InvalidParameterException when it is no such archive, or has entries that no snapshot
   *     can hold: a path that leads out of it, one that is there twice, a device, a hard link to
   *     what is no file in it, a part of a file
   * @throws SpaceException when it cannot be read, or the library is missing
   */
  public Snapshot importArchive(Path archive) {
    Parameters.required("archive", archive);
    return archives().read(archive, null, this::openOrCreate, client.now());
  }

  /**
   * Makes a new snapshot of an archive in a set; see {@link #importArchive(Path)}.
   *
   * @param archive a tar.gz
   * @param set the set, whatever the archive says: 1 to 200 printable characters
   * @return the snapshot
   * @throws InvalidParameterException also when the name is no such text
   */
  public Snapshot importArchive(Path archive, String set) {
    Parameters.required("archive", archive);
    SetName.check("set", Parameters.required("set", set));
    return archives().read(archive, set, this::openOrCreate, client.now());
  }

  private SnapshotArchives archives() {
    return archives(cancellation, Monitor.silent());
  }

  SnapshotArchives archives(Cancellation stop, Monitor monitor) {
    return new SnapshotArchives(temporary(), lockWait, stop, monitor);
  }

  /**
   * What takes long as tasks, to watch and to cancel: {@code snapshots.tasks().verify(true)} starts
   * what {@link #verify(boolean) snapshots.verify(true)} does, and returns at once.
   *
   * @return starts tasks; closing this cancels them
   */
  public SnapshotTasks tasks() {
    return new SnapshotTasks(this, List.of());
  }

  /** What a task does, which opens the vault anew. */
  interface TaskWork<R> {
    R on(SpaceObjectStore store, @Nullable Encryption key, Monitor monitor, Cancellation stop);
  }

  /** Starts a task that ends when this is closed. */
  <R> TransferTask<R> start(String movedWord, List<TransferListener> listeners, TaskWork<R> work) {
    @Nullable Encryption key;
    synchronized (this) {
      throwIfClosed();
      key = encryption;
    }
    TransferTask<R> task =
        client.start(
            new VaultTaskSpec<>(
                connection.target(),
                appPid,
                movedWord,
                listeners,
                (store, monitor, stop) -> work.on(store, key, monitor, stop)));
    Cancellation.Registration whenClosed = cancellation.onCancel(task::cancel);
    var unused = task.completion().whenComplete((result, failure) -> whenClosed.close());
    return task;
  }

  /** Opens the vault anew, with what it is told here. */
  Vault open(SpaceObjectStore store, @Nullable Encryption key) {
    return find(store, key).orElseThrow(Snapshots::none);
  }

  private Optional<Vault> find(SpaceObjectStore store, @Nullable Encryption key) {
    Optional<Vault> open = Vault.open(store, key, state(), accepted);
    open.ifPresent(one -> one.onWarning(warned));
    return open;
  }

  Vault openOrCreate(SpaceObjectStore store, @Nullable Encryption key) {
    Vault open = Vault.openOrCreate(store, key, state(), accepted);
    open.onWarning(warned);
    return open;
  }

  Duration lockWait() {
    return lockWait;
  }

  Instant now() {
    return client.now();
  }

  /** From now on the vault is opened by another key. What reads from it goes on. */
  synchronized void reopenWith(Encryption next) {
    encryption = next;
    if (vault != null) {
      former.add(vault);
      vault = null;
    }
  }

  /**
   * Moves the snapshots of the only set that rules do not keep to the trash, as {@link #delete}
   * does.
   *
   * @param retention the rules
   * @return what is in the trash now
   * @throws InvalidParameterException when the vault has several sets; the message names them
   * @see Retention#preview(java.util.Collection)
   */
  public List<Snapshot> apply(Retention retention) {
    Parameters.required("retention", retention);
    return newest().map(Snapshot::set).map(set -> apply(set, retention)).orElse(List.of());
  }

  /**
   * Moves the snapshots of a set that rules do not keep to the trash, as {@link #delete} does, also
   * where that is most of the set: what a scheduled backup would refuse, see {@link
   * BackupBuilder#allowMassRemoval}.
   *
   * @param set its name; empty for those that nobody gave one
   * @param retention the rules
   * @return what is in the trash now
   * @throws SpaceException also when the set is held, see {@link #confirm}
   * @see Retention#preview(java.util.Collection)
   */
  public List<Snapshot> apply(String set, Retention retention) {
    String name = Parameters.required("set", set);
    Parameters.required("retention", retention);
    if (passOver == null) {
      var ignored = list(); // fails where one is damaged
    }
    Consumer<? super DamagedSnapshot> told = passOver == null ? damaged -> {} : passOver;
    return Heap.orFail(KEPT, () -> maintenance().apply(retention, name, client.now(), told));
  }

  /**
   * Moves expired snapshots to the trash, removes for good those that have lain there for 7 days by
   * the space's clock, and frees what no snapshot needs. Backups go on beside it, but for a moment.
   * Where more than half of a set, and more than three of its snapshots, have expired at once, all
   * of the set stays, and the result warns: {@link #apply(String, Retention)} with {@link
   * Retention#all} removes them.
   *
   * <p>A pack that nothing seems to need stays for a day after it was stored, by the space's clock:
   * what needs it may not be listed yet.
   *
   * @return what was done
   */
  public PruneResult prune() {
    return prune(GRACE);
  }

  /**
   * The same with another grace time.
   *
   * @param grace how long snapshots lie in the trash before they are removed for good; 0 for those
   *     in it and all that have expired now. So long, but for a day at the most, a pack stays that
   *     nothing seems to need: 0 is for when nobody else is at work
   * @return what was done
   * @throws InvalidParameterException when it is negative
   */
  public PruneResult prune(Duration grace) {
    Duration checked = Parameters.notNegative("grace", grace);
    return Heap.orFail(KEPT, () -> maintenance().prune(client.now(), checked));
  }

  /**
   * Tells what {@link #prune(Duration)} would do, and changes nothing.
   *
   * @param grace how long snapshots lie in the trash
   * @return what would be done, by the lengths that the space tells
   * @throws InvalidParameterException when it is negative
   */
  public PruneResult previewPrune(Duration grace) {
    return previewPrune(grace, List.of());
  }

  /**
   * The same as if some snapshots had been deleted just before: what a rule does not keep, say.
   *
   * @param grace how long snapshots lie in the trash
   * @param deleted which
   * @return what would be done, by the lengths that the space tells
   * @throws InvalidParameterException when it is negative
   */
  public PruneResult previewPrune(Duration grace, Collection<Snapshot> deleted) {
    Duration checked = Parameters.notNegative("grace", grace);
    Set<String> ids =
        Parameters.required("deleted", deleted).stream().map(Snapshot::id).collect(toSet());
    return Heap.orFail(KEPT, () -> maintenance().previewPrune(client.now(), checked, ids));
  }

  /**
   * Tells what deleting snapshots would free once they are removed for good, and changes nothing.
   *
   * @param ids their ids, or the beginnings of them
   * @return what the pruning that removes them, and no others, would do, by the lengths that the
   *     space tells
   */
  public PruneResult previewDelete(String... ids) {
    Set<String> whole =
        Parameters.all("ids", ids).stream().map(id -> get(id).id()).collect(toSet());
    return Heap.orFail(KEPT, () -> maintenance().previewDelete(whole, client.now()));
  }

  /**
   * Looks whether all that snapshots need is there, without reading it.
   *
   * @return what was found
   */
  public VerifyResult verify() {
    return verify(false);
  }

  /**
   * Looks whether all that snapshots need is there.
   *
   * @param readData whether to read, decrypt and hash all of it too
   * @return what was found
   */
  public VerifyResult verify(boolean readData) {
    return verify(VerifyOptions.builder().readData(readData).build());
  }

  /**
   * Looks whether all that some snapshots need is there, and reads as much of it as the options
   * say.
   *
   * @param options what to look at, and how far to go
   * @return what was found, and how much was looked at
   * @throws SnapshotNotFoundException also when there is no snapshot of the set
   */
  public VerifyResult verify(VerifyOptions options) {
    Parameters.required("options", options);
    Monitor monitor =
        new Monitor("spaces-verify-events", options.listeners(), new ObjectLog("verified", false));
    TransferStatus end = TransferStatus.FAILED;
    monitor.begun();
    try {
      VerifyResult result =
          Heap.orFail(KEPT, () -> maintenance(open(), cancellation, monitor).verify(options));
      end = TransferStatus.SUCCEEDED;
      return result;
    } catch (CancelledException e) {
      end = TransferStatus.CANCELLED;
      throw e;
    } finally {
      monitor.ended(end);
    }
  }

  /**
   * Makes the vault's index agree with its packs, without reading those that are in it.
   *
   * @return what was done
   * @see #repair(boolean)
   */
  public RepairResult repair() {
    return repair(false);
  }

  /**
   * Makes the vault's index agree with its packs, for a vault of which the space has lost or
   * damaged objects: packs that are in no index that can be read are indexed again, and what is
   * still good in packs that were cut off or damaged is stored anew. So snapshots that only missed
   * their index are whole again, and a backup no longer builds on what is damaged, but sends it
   * again. No pack is deleted; the damaged ones go with the next {@link #prune}. Harms nothing when
   * it is broken off at any point.
   *
   * @param readData whether to read all packs, and so find those that are damaged: as much work as
   *     {@link #verify(boolean)}. Otherwise those that are in the index and long enough are taken
   *     to be good
   * @return what was done
   */
  public RepairResult repair(boolean readData) {
    return Heap.orFail(KEPT, () -> maintenance().repair(readData));
  }

  /**
   * Returns the keys that open the vault: to list, add and remove them.
   *
   * @return the keys; usable until this is closed
   */
  public KeySlots keys() {
    return new KeySlots(() -> open().slots(lockWait), client::now);
  }

  /**
   * Changes the key that opens the vault. What is stored stays as it is; the old key opens the
   * vault no more, but whoever had it and a copy of the vault's old configuration can still read.
   * Of several keys the one that this vault was opened with is changed. What it takes to guess a
   * passphrase never becomes less. Earlier releases cannot open the vault any more.
   *
   * @param next the new key or passphrase
   * @throws WrongKeyException also when the vault is not encrypted and so has no key to change
   */
  public synchronized void changeKey(Encryption next) {
    Parameters.required("next", next);
    KeySlot unused = open().slots(lockWait).change(next, client.now());
    encryption = next;
  }

  /**
   * Takes what the space shows of the vault for all there is, and forgets what this machine has
   * seen: after the space was set back to an earlier state on purpose, or its vault was removed. To
   * take another vault in its place, {@link #acceptVault} names that. Of snapshots that are missing
   * although others continue them it is noted in the vault, for all machines, that they are
   * deleted: should one come back later, it is left out, and the next pruning removes it for good.
   * One that this machine remembers as deleted, and that is back without a note of that, is there
   * again. What belongs to none of the snapshots that are there is pruned from now on ({@link
   * Warning.Code#CONTENT_UNEXPLAINED}).
   */
  public synchronized void acceptRollback() {
    throwIfClosed();
    boolean there = Vault.forgetSeen(store(), state(), accepted);
    if (vault != null) {
      vault.close();
      vault = null;
    }
    Optional<Vault> open = there ? Optional.of(open()) : find();
    open.ifPresent(one -> one.snapshots().acceptRollback());
  }

  private SnapshotRecord record(String id) {
    String checked = Parameters.snapshotId("id", id);
    return open().snapshots().get(checked);
  }

  private VaultReader reader() {
    return new VaultReader(open(), temporary(), 1);
  }

  private Path temporary() {
    return temporaryDirectory != null ? temporaryDirectory : SystemPaths.temporaryDirectory();
  }

  private @Nullable Path state() {
    return stateDirectory != null ? stateDirectory : StateDirectory.ofUser();
  }

  private VaultMaintenance maintenance() {
    return maintenance(open(), cancellation, Monitor.silent());
  }

  VaultMaintenance maintenance(Vault open, Cancellation stop, Monitor monitor) {
    return new VaultMaintenance(open, temporary(), lockWait, stop, monitor);
  }

  private Vault open() {
    return find().orElseThrow(Snapshots::none);
  }

  private static NothingFoundException none() {
    return new NothingFoundException(
        "There is no vault in this area of the space: nothing was ever backed up into one.");
  }

  private synchronized Optional<Vault> find() {
    throwIfClosed();
    if (vault == null) {
      vault = find(store(), encryption).orElse(null);
    }
    return Optional.ofNullable(vault);
  }

  private synchronized Vault openOrCreate() {
    throwIfClosed();
    Vault open = vault;
    if (open == null) {
      open = openOrCreate(store(), encryption);
      vault = open;
    }
    return open;
  }

  private SpaceObjectStore store() {
    return new SpaceObjectStore(
        client.connect(connection.target()), ".did-objects/" + appPid + "/");
  }

  private void throwIfClosed() {
    if (cancellation.isCancelled()) {
      throw new SpaceException("The snapshots are closed; ask the client for them anew.");
    }
  }

  /** Ends what is under way and wipes the vault's keys. Without effect when closed already. */
  @Override
  public synchronized void close() {
    cancellation.cancel();
    former.forEach(Vault::close);
    former.clear();
    if (vault != null) {
      vault.close();
      vault = null;
    }
  }
}
