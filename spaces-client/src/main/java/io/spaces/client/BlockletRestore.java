package io.spaces.client;

import io.spaces.client.backup.Encryption;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.internal.restore.RefusedEntryException;
import io.spaces.client.internal.restore.RestorePath;
import io.spaces.client.internal.restore.entry.NewRoot;
import io.spaces.client.internal.restore.platform.Platform;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.spec.RestoreSpec;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.spec.StateDirectory;
import io.spaces.client.internal.spec.VaultKey;
import io.spaces.client.internal.transfer.Blocking;
import io.spaces.client.internal.vault.object.VaultId;
import io.spaces.client.internal.vault.snapshot.SnapshotSelector;
import io.spaces.client.restore.OverwritePolicy;
import io.spaces.client.restore.RestoreResult;
import io.spaces.client.restore.RestoreTask;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A restore of a blocklet's backup into a folder, to run or start. Every file is checked against
 * its content hash before it takes its name, and replaces an old one in one step; files that are
 * there with the right content are not fetched again. Nothing outside the target is changed,
 * whatever the space calls its objects and whatever links are in the target; an object whose name
 * is no path below the target is a failure in the result.
 *
 * <p>An area of a space can hold a mirror (each file an object), a vault of snapshots, or both. The
 * vault is restored when {@link #snapshot(boolean)}, {@link #snapshot(String)}, {@link #set},
 * {@link #newest}, {@link #at} or a key is given, or when the area holds nothing but a vault; the
 * mirror otherwise. A snapshot brings back empty folders, links, permissions and times to the
 * nanosecond too.
 *
 * <p>Each parameter is checked where it is given; {@link #start} and {@link #run} check that
 * nothing is missing before anything is asked for. Not safe for use by several threads; what was
 * started no longer depends on it.
 *
 * @since 0.1.0
 */
public final class BlockletRestore extends TransferBuilder<BlockletRestore> {
  /** More than any path has. */
  private static final int MOST_NAMES = 4096;

  private final VaultKey vaultKey = new VaultKey();
  private final List<TransferListener> listeners = new ArrayList<>();

  private @Nullable String appPid;
  private @Nullable String appDid;
  private boolean vault;
  private @Nullable String snapshot;
  private @Nullable String set;
  private boolean newest;
  private boolean passOverDamaged;
  private @Nullable Instant at;
  private @Nullable Path temporaryDirectory;
  private @Nullable Path stateDirectory;
  private @Nullable Path target;
  private OverwritePolicy overwrite = OverwritePolicy.IF_DIFFERENT;
  private boolean deleteExtra;
  private final List<String> paths = new ArrayList<>();
  private int strip;
  private String prefix = "";
  private boolean verify = true;
  private boolean dryRun;
  private Duration lockWait = Snapshots.LOCK_WAIT;
  private @Nullable String acceptVault;

  BlockletRestore(Client client, Connection connection) {
    super(client, connection, FileRules.builder().defaults(false));
  }

  @Override
  BlockletRestore self() {
    return this;
  }

  /**
   * The app's permanent DID: what incremental backups of the app have written is restored. This or
   * {@link #appDid} is required, here or in the {@link #app}; when both are given here, or both in
   * the app, this one counts.
   *
   * @param did a DID, with or without {@code did:abt:}
   * @return this
   * @throws InvalidParameterException when it is not a DID
   */
  public BlockletRestore appPid(String did) {
    appPid = Parameters.did("appPid", did);
    return this;
  }

  /**
   * The app's DID: what full backups of the app have written is restored, unless {@link #appPid}
   * names another area.
   *
   * @param did a DID, with or without {@code did:abt:}
   * @return this
   * @throws InvalidParameterException when it is not a DID
   */
  public BlockletRestore appDid(String did) {
    appDid = Parameters.did("appDid", did);
    return this;
  }

  /**
   * Whether a snapshot is restored even when the area holds a mirror too: the newest complete one,
   * unless {@link #snapshot(String)} or {@link #at} names another. Off by default; then what the
   * area holds decides.
   *
   * @param snapshot true to restore a snapshot
   * @return this
   */
  public BlockletRestore snapshot(boolean snapshot) {
    vault = snapshot;
    if (!snapshot) {
      this.snapshot = null;
      set = null;
      newest = false;
      at = null;
    }
    return this;
  }

  /**
   * Restores this snapshot.
   *
   * @param id its id, or the beginning of it: at least 4 digits that fit no other
   * @return this
   * @throws InvalidParameterException when it is no such text
   */
  public BlockletRestore snapshot(String id) {
    snapshot = Parameters.snapshotId("snapshot", id);
    vault = true;
    return this;
  }

  /**
   * Of which set the snapshot is to be. Required where the vault has several and no {@linkplain
   * #snapshot(String) id} is given.
   *
   * @param name the set's name; empty for the snapshots that nobody gave one
   * @return this
   */
  public BlockletRestore set(String name) {
    set = Parameters.required("set", name);
    vault = true;
    return this;
  }

  /**
   * Restores the newest snapshot also when it is incomplete. Without this, the newest complete one
   * is restored, and a {@linkplain RestoreResult#warnings warning} names the newer incomplete ones
   * that were passed over.
   *
   * @return this
   */
  public BlockletRestore newest() {
    newest = true;
    vault = true;
    return this;
  }

  /**
   * Restores the newest complete snapshot that is not younger than this, unless {@link
   * #snapshot(String)} names one; with {@link #newest} also an incomplete one.
   *
   * @param time a moment, compared with when backups started
   * @return this
   */
  public BlockletRestore at(Instant time) {
    at = Parameters.required("at", time);
    vault = true;
    return this;
  }

  /**
   * Says what to do where the newest snapshot may be one that cannot be read, because the space has
   * damaged it. Off, the restore fails and names it, and the newest that can be read: whoever has
   * the space could otherwise bring an earlier state back by damaging a later one. On, it takes the
   * newest that can be read, and {@linkplain io.spaces.client.transfer.Warning.Code
   * #DAMAGED_SNAPSHOTS warns}. A snapshot that is named by its id is restored in any case.
   *
   * @param passOver whether to pass such snapshots over; default false
   * @return this
   */
  public BlockletRestore passOverDamaged(boolean passOver) {
    passOverDamaged = passOver;
    vault = vault || passOver;
    return this;
  }

  /**
   * What the vault is encrypted with. A wrong key is told before anything is transferred.
   *
   * @param encryption the key or passphrase, and the iv if the backups were given one; must not be
   *     destroyed before the restore has ended
   * @return this
   */
  public BlockletRestore encryption(Encryption encryption) {
    vaultKey.encryption(encryption);
    return this;
  }

  /**
   * The key that the vault is encrypted with; see {@link Encryption#key}.
   *
   * @param hex 64 hexadecimal digits
   * @return this
   * @throws InvalidParameterException when it is not 32 bytes in hexadecimal
   */
  public BlockletRestore key(String hex) {
    vaultKey.key(hex);
    return this;
  }

  /**
   * The passphrase that the vault is encrypted with; see {@link Encryption#passphrase}.
   *
   * @param passphrase not empty; copied
   * @return this
   * @throws InvalidParameterException when it is empty
   */
  public BlockletRestore passphrase(char[] passphrase) {
    vaultKey.passphrase(passphrase);
    return this;
  }

  /**
   * The extra salt that the backups were given besides the key; see {@link Encryption#iv}.
   *
   * @param hex 24 to 128 hexadecimal digits
   * @return this
   * @throws InvalidParameterException when it is not such hexadecimal
   */
  public BlockletRestore iv(String hex) {
    vaultKey.iv(hex);
    return this;
  }

  /**
   * Where packs of a vault are kept while they are read, some 17 MiB each and three for each of the
   * {@link #concurrency}, sealed as they are in the space. The system's temporary directory by
   * default. They are gone afterwards.
   *
   * @param directory an existing, writable directory
   * @return this
   * @throws InvalidParameterException when it is not a directory
   */
  public BlockletRestore temporaryDirectory(Path directory) {
    temporaryDirectory = Parameters.writableDirectory("temporaryDirectory", directory);
    return this;
  }

  /**
   * Where is kept what this machine knows of a vault: which snapshots it has seen, so that it
   * notices when a space hides one, and copies of its index, sealed. The same as that of backups, a
   * directory of the user's, by default.
   *
   * @param directory a directory, made when missing
   * @return this
   */
  public BlockletRestore stateDirectory(Path directory) {
    stateDirectory = Parameters.path("stateDirectory", directory);
    return this;
  }

  /**
   * How long to wait for other clients of the vault, which keep this one out while they remove
   * something. A mirror knows no such thing.
   *
   * @param time a minute by default; 0 not to wait
   * @return this
   * @throws InvalidParameterException when it is negative
   */
  public BlockletRestore lockWait(Duration time) {
    lockWait = Parameters.notNegative("lockWait", time);
    return this;
  }

  /**
   * Which vault is to be there, and is restored from also where it belongs to another place; see
   * {@link Snapshots#acceptVault}. To name one chooses the vault where there is a mirror, too.
   *
   * @param id the vault's id; by default the vault that this machine knows there, or, where it
   *     knows none, any one that belongs there
   * @return this
   * @throws InvalidParameterException when it is no such id
   */
  public BlockletRestore acceptVault(String id) {
    acceptVault = VaultId.check("acceptVault", Parameters.required("acceptVault", id));
    return this;
  }

  /**
   * The folder to restore into; made when it does not exist. Required. Each file is written to a
   * private folder {@code .spaces-restore-…} in it first, or in the file system below it that the
   * file is to be in; these are gone afterwards, and what a killed restore has left is removed by
   * the next.
   *
   * @param folder a folder, or a path where there is nothing yet
   * @return this
   * @throws InvalidParameterException when there is something else than a folder
   */
  public BlockletRestore target(Path folder) {
    Path path = Parameters.path("target", folder);
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new InvalidParameterException("target", "is \"" + path + "\"; expected a folder");
    }
    target = path;
    return this;
  }

  /**
   * Restores only what matches: patterns as in a {@code .gitignore} file (gitignore(5)), where a
   * later pattern wins and {@code !} takes back. Where nothing in the backup matches, the restore
   * fails.
   *
   * @param globs one or more patterns such as {@code documents/} or {@code *.db}
   * @return this
   * @throws InvalidParameterException when there is no pattern, or one is malformed, blank, or a
   *     comment: a variable that is not set must not mean everything
   */
  public BlockletRestore include(String... globs) {
    rules.include(Parameters.all("include", globs));
    return this;
  }

  /**
   * Restores only these files, links, and folders with all that is in them; together with {@link
   * #include} what either takes. One that the backup does not have is a failure, and the others are
   * restored.
   *
   * @param paths one or more paths as the backup has them, such as {@code photos/2026}; a slash at
   *     the beginning or end counts for nothing
   * @return this
   * @throws InvalidParameterException when there is none, or one is blank or no path below a folder
   */
  public BlockletRestore path(String... paths) {
    List<String> plain = new ArrayList<>();
    for (String path : Parameters.all("path", paths)) {
      plain.add(plain("path", path));
    }
    rules.include(plain.stream().map(FileRules::literally).toList());
    this.paths.addAll(plain);
    return this;
  }

  /**
   * Takes the first names of each path away: with 2, {@code srv/app/data/f} goes to {@code data/f}
   * in the target. Rules, paths, events and results name what is in the backup. A folder of which
   * no name is left is the target itself; a file or link of which none is left is a failure, as is
   * one whose place another one takes. Where a symbolic link leads is not changed.
   *
   * @param names how many; 0 by default
   * @return this
   * @throws InvalidParameterException when it is negative
   */
  public BlockletRestore strip(int names) {
    strip = Parameters.between("strip", 0, MOST_NAMES, names);
    return this;
  }

  /**
   * Puts everything into a folder below the target, after {@link #strip}. Not together with {@link
   * #deleteExtra}, nor is {@code strip}: what is extra is told by the paths in the backup.
   *
   * @param folder a path such as {@code restored/monday}, made when it does not exist; by default
   *     the target itself
   * @return this
   * @throws InvalidParameterException when it is blank or no path below a folder
   */
  public BlockletRestore prefix(String folder) {
    prefix = plain("prefix", Parameters.required("prefix", folder));
    return this;
  }

  private static String plain(String name, String path) {
    String plain = path.replaceAll("^/+|/+$", "");
    try {
      return RestorePath.parse(plain, Platform.current()).key();
    } catch (RefusedEntryException e) {
      throw new InvalidParameterException(
          name, "is \"" + path + "\"; expected names joined by slashes, none of them . or ..");
    }
  }

  private NewRoot root() {
    if (deleteExtra && (strip > 0 || !prefix.isEmpty())) {
      throw new InvalidParameterException(
          "deleteExtra",
          "is given together with strip or prefix; expected it without, as what is extra is told by"
              + " the paths in the backup: restore into an empty folder instead");
    }
    return new NewRoot(strip, prefix);
  }

  /**
   * What to do with a file that is in the target already. A symbolic link in the place of a file
   * counts as a file that differs: it is replaced itself, what it leads to stays.
   *
   * @param policy {@link OverwritePolicy#IF_DIFFERENT} by default
   * @return this
   */
  public BlockletRestore overwrite(OverwritePolicy policy) {
    overwrite = Parameters.required("overwrite", policy);
    return this;
  }

  /**
   * Whether files that the backup does not have are deleted from the target: last, and only when
   * nothing failed. Off by default. What the rules leave out is never deleted, nor are {@code
   * .DS_Store} and {@code *~}, which backups leave out by default. Where the space holds no backup
   * at all, the rules leave nothing of it, or the snapshot is incomplete, the restore fails and
   * deletes nothing; so it does where neither {@link #set} nor {@link #snapshot(String)} is given
   * and the target was not last restored from the snapshot's set, as far as this machine knows.
   * Symbolic links and empty folders, which a mirror does not hold, are deleted only where a
   * snapshot is restored.
   *
   * <p>Together with {@link OverwritePolicy#ALWAYS} a folder that stands where the backup has a
   * file goes with all that is in it once the file is complete, unless something in it is not to be
   * deleted; a file that stands where the backup has a folder goes when the first entry of it is
   * complete. Otherwise both are failures, and stay.
   *
   * @param deleteExtra true to delete
   * @return this
   */
  public BlockletRestore deleteExtra(boolean deleteExtra) {
    this.deleteExtra = deleteExtra;
    return this;
  }

  /**
   * Whether content is checked against its hash before a file takes its name. On by default; an
   * object whose hash the space does not name then fails. What comes from a vault is always
   * checked.
   *
   * @param verify false to take content as it comes
   * @return this
   */
  public BlockletRestore verify(boolean verify) {
    this.verify = verify;
    return this;
  }

  /**
   * Whether to change nothing, neither in the target nor in the space, and only tell what would be
   * done: the result's {@code count} and {@code size} say how much, {@link
   * TransferListener#objectPlanned} names each object. Off by default.
   *
   * @param dryRun true to change nothing
   * @return this
   */
  public BlockletRestore dryRun(boolean dryRun) {
    this.dryRun = dryRun;
    return this;
  }

  /**
   * Calls back with the progress; the laws are those of {@link TransferListener#progressed}.
   *
   * @param callback gets snapshots, one at a time
   * @return this
   */
  public BlockletRestore onProgress(Consumer<TransferProgress> callback) {
    Parameters.required("onProgress", callback);
    return listener(
        new TransferListener() {
          @Override
          public void progressed(TransferProgress progress) {
            callback.accept(progress);
          }
        });
  }

  /**
   * Calls back with the key of each object that is in its place.
   *
   * @param callback gets keys, one at a time
   * @return this
   */
  public BlockletRestore onObjectRestored(Consumer<String> callback) {
    Parameters.required("onObjectRestored", callback);
    return listener(
        new TransferListener() {
          @Override
          public void objectSucceeded(String key, long size) {
            callback.accept(key);
          }
        });
  }

  /**
   * Adds a listener.
   *
   * @param listener told what the restore does
   * @return this
   */
  public BlockletRestore listener(TransferListener listener) {
    listeners.add(Parameters.required("listener", listener));
    return this;
  }

  /**
   * Runs the restore and waits for its end.
   *
   * <p>An interrupt of the calling thread cancels it: this returns when it has ended, with the
   * thread's interrupt flag set. {@link #start} gives a task that goes on without whoever waits.
   *
   * @return the result, also that of a failed restore: look at its status, or call {@link
   *     RestoreResult#orElseThrow}
   * @throws InvalidParameterException when a parameter is missing
   */
  public RestoreResult run() {
    return Blocking.await(start());
  }

  /**
   * Starts the restore and returns at once.
   *
   * @return the task: await it, watch it, cancel it
   * @throws InvalidParameterException when a parameter is missing
   */
  public RestoreTask start() {
    return client.start(spec());
  }

  private RestoreSpec spec() {
    SpaceAccess target = connection.target();
    App known = connection.app();
    String area = given(appPid, appDid);
    String app = Parameters.required("appPid", given(area, given(known.pid(), known.did())));
    return new RestoreSpec(
        target,
        app,
        requiredUser(),
        requiredReferrer(),
        orActor(given(serverDid, known.server()), target, app),
        vault || vaultKey.isGiven() || acceptVault != null,
        snapshot,
        new SnapshotSelector(set, at, newest, passOverDamaged),
        vaultKey.complete(),
        lockWait,
        acceptVault,
        temporaryDirectory != null ? temporaryDirectory : SystemPaths.temporaryDirectory(),
        StateDirectory.orOfUser(stateDirectory),
        Parameters.required("target", this.target),
        rules.build(),
        List.copyOf(paths),
        root(),
        overwrite,
        deleteExtra,
        verify,
        Descriptors.workers(concurrency),
        retries,
        timeLimit,
        debug,
        dryRun,
        List.copyOf(listeners));
  }
}
