package io.spaces.client;

import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.backup.TroublePolicy;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.memory.Descriptors;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.PathKeys;
import io.spaces.client.internal.source.SystemPaths;
import io.spaces.client.internal.spec.BackupSpec;
import io.spaces.client.internal.spec.SpaceAccess;
import io.spaces.client.internal.spec.StateDirectory;
import io.spaces.client.internal.transfer.Blocking;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.transfer.TransferListener;
import io.spaces.client.transfer.TransferProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BlockletBackup} and an {@link IncrementalBlockletBackup} have in common: their
 * parameters. Each is checked where it is given; {@link #start} and {@link #run} check that nothing
 * is missing before anything is sent. Not safe for use by several threads; what was started no
 * longer depends on it.
 *
 * @param <B> the builder itself
 * @since 0.1.0
 */
public abstract sealed class BackupBuilder<B extends BackupBuilder<B>> extends VaultBuilder<B>
    permits BlockletBackup, IncrementalBlockletBackup {
  private final List<TransferListener> listeners = new ArrayList<>();

  private @Nullable String appDid;
  private @Nullable String appPid;
  private @Nullable String appName;
  private @Nullable String appDescription;
  private @Nullable String signerDid;
  private @Nullable Source source;
  private boolean strictSync;
  private boolean resend;
  private @Nullable Path temporaryDirectory;
  private @Nullable Path stateDirectory;
  private boolean dryRun;
  private SymbolicLinks symbolicLinks = SymbolicLinks.SKIP;
  private final Map<Trouble, TroublePolicy> onTrouble = new EnumMap<>(Trouble.class);
  private boolean allowEmpty;
  private boolean allowMassRemoval;

  BackupBuilder(Client client, Connection connection) {
    super(client, connection);
  }

  /** Whether this is the kind that trusts the cache and writes below the app's permanent DID. */
  abstract boolean incremental();

  /**
   * The app's DID. Required for a full backup, which writes below it, here or in the {@link #app}.
   *
   * @param did a DID, with or without {@code did:abt:}
   * @return this
   * @throws InvalidParameterException when it is not a DID
   */
  public B appDid(String did) {
    appDid = Parameters.did("appDid", did);
    return self();
  }

  /**
   * The app's permanent DID, which stays when its {@code appDid} changes. Required for an
   * incremental backup, which writes below it, here or in the {@link #app}.
   *
   * @param did a DID, with or without {@code did:abt:}
   * @return this
   * @throws InvalidParameterException when it is not a DID
   */
  public B appPid(String did) {
    appPid = Parameters.did("appPid", did);
    return self();
  }

  /**
   * The app's name, shown with the backup's record. Required, here or in the {@link #app}.
   *
   * @param name some text
   * @return this
   * @throws InvalidParameterException when it is blank
   */
  public B appName(String name) {
    appName = Parameters.text("appName", name);
    return self();
  }

  /**
   * The app's description, shown with the backup's record. Required, here or in the {@link #app}.
   *
   * @param description some text
   * @return this
   * @throws InvalidParameterException when it is blank
   */
  public B appDescription(String description) {
    appDescription = Parameters.text("appDescription", description);
    return self();
  }

  /**
   * The DID of who signs for the app, shown with the record. By default what the {@link #app} says,
   * or that of the wallet that signs; with an authorization token, where nothing is signed, the
   * app's.
   *
   * @param did a DID, with or without {@code did:abt:}; empty for the default
   * @return this
   * @throws InvalidParameterException when it is neither
   */
  public B signerDid(String did) {
    signerDid = Parameters.didOrEmpty("signerDid", did);
    return self();
  }

  /**
   * The folder to back up. This or another {@code source} is required.
   *
   * @param folder an existing folder
   * @return this
   * @throws InvalidParameterException when it is not a folder
   */
  public B source(Path folder) {
    return source(Source.folder(Parameters.required("source", folder)));
  }

  /**
   * The objects to back up.
   *
   * @param objects objects with a different key each
   * @return this
   * @throws InvalidParameterException when two objects have the same key
   */
  public B source(List<SourceObject> objects) {
    return source(Source.objects(Parameters.required("source", objects)));
  }

  /**
   * What to back up.
   *
   * @param source a source
   * @return this
   * @throws InvalidParameterException when it is a folder that does not exist
   */
  public B source(Source source) {
    Parameters.required("source", source);
    for (Source part : source instanceof Source.All all ? all.parts() : List.of(source)) {
      if (part instanceof Source.Folder folder && !Files.isDirectory(folder.path())) {
        throw new InvalidParameterException(
            "source", "is \"" + folder.path() + "\"; expected an existing folder");
      }
    }
    this.source = source;
    return self();
  }

  /**
   * Whether objects that the source no longer has are deleted from the space: last, and only when
   * nothing failed. Off by default. What the rules exclude is never deleted. Where a folder of the
   * source holds no file at all, as when its disk is not mounted, nothing of it is deleted, and the
   * backup fails, unless {@link #allowEmpty} says otherwise. What a space that ignores case may
   * take for an object just sent is reported as failed, and stays. With a vault it is an error:
   * there earlier snapshots keep what is gone.
   *
   * @param strictSync true to delete
   * @return this
   */
  public B strictSync(boolean strictSync) {
    this.strictSync = strictSync;
    layoutParameters.strictSync(strictSync);
    return self();
  }

  /**
   * Whether every object is sent again, also where the space says that it has it with the same
   * content. Off by default. This heals a mirror whose space has lost contents that it still lists;
   * {@link SpaceClient#verifyMirror} finds out which. With a vault it is an error: there {@code
   * repair} heals.
   *
   * @param resend true to send everything
   * @return this
   */
  public B resend(boolean resend) {
    this.resend = resend;
    layoutParameters.resend(resend);
    return self();
  }

  /**
   * Where temporary files go: copies of files that keep changing, of SQLite databases, in a mirror
   * those of streams, which a vault takes as they come, and the file of MySQL's password. The
   * system's temporary directory by default. The files are readable by their owner alone, and gone
   * afterwards.
   *
   * @param directory an existing, writable directory
   * @return this
   * @throws InvalidParameterException when it is not a directory
   */
  public B temporaryDirectory(Path directory) {
    temporaryDirectory = Parameters.writableDirectory("temporaryDirectory", directory);
    return self();
  }

  /**
   * Where the cache of content hashes is kept between runs, and which snapshots of a vault this
   * machine has seen, so that it notices when a space hides one. By default a directory of the
   * user's: {@code $XDG_STATE_HOME/spaces-client}, or {@code ~/.local/state/spaces-client}, which
   * is left out where the source holds it. Any other must lie outside the source. Losing it costs
   * time, and what was seen; nothing else.
   *
   * @param directory a directory, made when missing
   * @return this
   */
  public B stateDirectory(Path directory) {
    stateDirectory = Parameters.path("stateDirectory", directory);
    return self();
  }

  /**
   * Whether to change nothing in the space, and only tell what would be done: the result's {@code
   * count} and {@code size} say how much, {@link TransferListener#objectPlanned} names each object.
   * Off by default.
   *
   * @param dryRun true to change nothing
   * @return this
   */
  public B dryRun(boolean dryRun) {
    this.dryRun = dryRun;
    return self();
  }

  /**
   * What to do with symbolic links in the source.
   *
   * @param policy {@link SymbolicLinks#SKIP} by default
   * @return this
   */
  public B symbolicLinks(SymbolicLinks policy) {
    symbolicLinks = Parameters.required("symbolicLinks", policy);
    return self();
  }

  /**
   * What to do about entries of the source that cannot be backed up, by the kind of trouble.
   *
   * @param trouble which kind
   * @param policy {@link Trouble#byDefault} by default: what vanished before it was read, and
   *     pipes, sockets and devices, are counted and named; all else is a failure
   * @return this
   */
  public B onTrouble(Trouble trouble, TroublePolicy policy) {
    onTrouble.put(
        Parameters.required("trouble", trouble), Parameters.required("onTrouble", policy));
    return self();
  }

  /**
   * Whether the source, or a folder of it, may hold nothing at all where it held something before.
   * Off by default, since that is how a disk looks that is not mounted: into a vault, a source that
   * holds no file and no link, where its last complete snapshot had some, fails the backup, and no
   * snapshot is made; a folder among several is a failure, and everything else is backed up. From a
   * mirror nothing of it is deleted, see {@link #strictSync}.
   *
   * @param allowEmpty true when that is as it should be
   * @return this
   */
  public B allowEmpty(boolean allowEmpty) {
    this.allowEmpty = allowEmpty;
    return self();
  }

  /**
   * Whether {@link #retention} may remove more than half of the snapshots of its set, and more than
   * three, at once. Off by default, since nobody looks at what a scheduled run does, and a slip in
   * a rule or a clock that jumps does the same: then all of them stay, and the result has a warning
   * that says so. It can be done once by hand, too: {@link Snapshots#apply(String, Retention)} asks
   * nobody. Snapshots in the trash do not count.
   *
   * <p>And whether older snapshots are removed also after most of the source was lost: more than
   * half of at least 100 files with content whose content is nowhere in the new snapshot, and whose
   * names are gone too, or hold by now what does not compress, and did before: as after a deletion
   * or an encryption by mistake or by an intruder. Otherwise the snapshot is made as ever, the
   * result warns, and nothing of the set is removed, by this and later runs, until {@link
   * Snapshots#confirm} or a run with this says that it is meant. With {@link #strictSync}, nothing
   * is deleted from a mirror where more than half of its at least 100 objects would be, and their
   * contents are nowhere else in the source: the result warns instead, as those of later runs on
   * this machine do, until a run with this deletes them, or nothing is gone any more. What a
   * mirror's objects held before they were replaced nobody knows any more: only a vault tells
   * encryption under the same names.
   *
   * @param allowMassRemoval true when that is as it should be
   * @return this
   */
  public B allowMassRemoval(boolean allowMassRemoval) {
    this.allowMassRemoval = allowMassRemoval;
    return self();
  }

  /**
   * What to do about what is there and cannot be read; the same as {@link #onTrouble onTrouble} for
   * {@link Trouble#UNREADABLE}.
   *
   * @param policy {@link TroublePolicy#REPORT} by default
   * @return this
   */
  public B unreadableFiles(TroublePolicy policy) {
    return onTrouble(Trouble.UNREADABLE, Parameters.required("unreadableFiles", policy));
  }

  /**
   * Calls back with the progress; the laws are those of {@link TransferListener#progressed}.
   *
   * @param callback gets snapshots, one at a time
   * @return this
   */
  public B onProgress(Consumer<TransferProgress> callback) {
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
   * Calls back with the key of each object that the space has acknowledged.
   *
   * @param callback gets keys, one at a time
   * @return this
   */
  public B onObjectUploaded(Consumer<String> callback) {
    Parameters.required("onObjectUploaded", callback);
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
   * @param listener told what the backup does
   * @return this
   */
  public B listener(TransferListener listener) {
    listeners.add(Parameters.required("listener", listener));
    return self();
  }

  /**
   * Checks what {@link #run} and {@link #start} check, and whether the copies of databases that
   * would be made fit into the temporary directory now; sends nothing.
   *
   * @return this
   * @throws InvalidParameterException when a parameter is missing, or does not go with another, or
   *     there is too little room
   */
  public B check() {
    spec().requireRoom();
    return self();
  }

  /**
   * Runs the backup and waits for its end.
   *
   * <p>An interrupt of the calling thread cancels it: this returns when it has ended, with the
   * thread's interrupt flag set. {@link #start} gives a task that goes on without whoever waits.
   *
   * @return the result, also that of a failed backup: look at its status, or call {@link
   *     BackupResult#orElseThrow}
   * @throws InvalidParameterException when a parameter is missing
   */
  public BackupResult run() {
    return Blocking.await(start());
  }

  /**
   * Starts the backup and returns at once.
   *
   * @return the task: await it, watch it, cancel it
   * @throws InvalidParameterException when a parameter is missing
   */
  public BackupTask start() {
    return client.start(spec());
  }

  private BackupSpec spec() {
    App app = connection.app();
    String folder =
        incremental()
            ? Parameters.required("appPid", given(appPid, app.pid()))
            : Parameters.required("appDid", given(appDid, app.did()));
    SpaceAccess target = connection.target();
    BackupSpec spec =
        new BackupSpec(
            target,
            incremental(),
            folder,
            requiredUser(),
            requiredReferrer(),
            Parameters.required("appName", given(appName, app.name())),
            Parameters.required("appDescription", given(appDescription, app.description())),
            orActor(given(serverDid, app.server()), target, folder),
            orActor(given(signerDid, app.signer()), target, folder),
            Parameters.required("source", source),
            strictSync,
            resend,
            rules.build(),
            Descriptors.workers(concurrency),
            retries,
            timeLimit,
            temporaryDirectory != null ? temporaryDirectory : SystemPaths.temporaryDirectory(),
            StateDirectory.orOfUser(stateDirectory),
            debug,
            dryRun,
            symbolicLinks,
            Map.copyOf(onTrouble),
            allowEmpty,
            allowMassRemoval,
            List.copyOf(listeners),
            strategy,
            vault(Parameters.required("source", source)));
    requireStateOutside(spec.source());
    requireFoldersForRules(spec.source());
    return spec;
  }

  /** Objects, programs and databases are backed up whatever the rules say. */
  private void requireFoldersForRules(Source source) {
    String given = rules.given();
    List<Source> parts = source instanceof Source.All all ? all.parts() : List.of(source);
    if (given != null && parts.stream().noneMatch(Source.Folder.class::isInstance)) {
      throw new InvalidParameterException(
          given,
          "is for folders, and the source has none; expected a folder in it, or no " + given);
    }
  }

  /** State inside the source would be backed up, and change the source, with every run. */
  private void requireStateOutside(Source source) {
    if (source instanceof Source.All all) {
      all.parts().forEach(this::requireStateOutside);
    }
    if (stateDirectory != null
        && source instanceof Source.Folder folder
        && PathKeys.below(folder.path(), stateDirectory) != null) {
      throw new InvalidParameterException(
          "stateDirectory",
          "is \"" + stateDirectory + "\", inside the source; expected a directory outside it");
    }
  }
}
