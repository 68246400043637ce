package io.spaces.client;

import io.spaces.client.backup.BackupListener;
import io.spaces.client.backup.BackupResult;
import io.spaces.client.backup.BackupTask;
import io.spaces.client.backup.Compression;
import io.spaces.client.backup.Encryption;
import io.spaces.client.backup.Source;
import io.spaces.client.backup.SourceObject;
import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.UnreadableFiles;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.history.Strategy;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.run.BackupSpec;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.FileRules;
import io.spaces.client.snapshot.Retention;
import io.spaces.client.transfer.TransferProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link BlockletBackup} and an {@link IncrementalBlockletBackup} have in common: their
 * parameters. Each is checked where it is given; {@link #start} and {@link #run} check that nothing
 * is missing before anything is sent. Not safe for use by several threads; what was started no
 * longer depends on it.
 *
 * @param <B> the builder itself
 */
public abstract sealed class BackupBuilder<B extends BackupBuilder<B>>
    permits BlockletBackup, IncrementalBlockletBackup {
  private final Client client;
  private final Connection connection;
  private final FileRules.Builder rules = FileRules.builder();
  private final List<BackupListener> listeners = new ArrayList<>();
  private final VaultOptions vault = new VaultOptions();

  private @Nullable String appDid;
  private @Nullable String appPid;
  private @Nullable String userDid;
  private @Nullable String referrer;
  private @Nullable String appName;
  private @Nullable String appDescription;
  private String serverDid = "";
  private String signerDid = "";
  private @Nullable Source source;
  private boolean strictSync;
  private int concurrency = 5;
  private int retries = 3;
  private @Nullable Path temporaryDirectory;
  private @Nullable Path stateDirectory;
  private boolean debug;
  private boolean dryRun;
  private SymbolicLinks symbolicLinks = SymbolicLinks.SKIP;
  private UnreadableFiles unreadableFiles = UnreadableFiles.REPORT;

  BackupBuilder(Client client, Connection connection) {
    this.client = client;
    this.connection = connection.copy();
  }

  abstract B self();

  /** Whether this is the kind that trusts the cache and writes below the app's permanent DID. */
  abstract boolean incremental();

  /**
   * The app's DID. Required for a full backup, which writes below it.
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
   * incremental backup, which writes below it.
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
   * The DID of the user on whose behalf this runs. Required.
   *
   * @param did a DID, with or without {@code did:abt:}
   * @return this
   * @throws InvalidParameterException when it is not a DID
   */
  public B userDid(String did) {
    userDid = Parameters.did("userDid", did);
    return self();
  }

  /**
   * The page from which the backup was started, shown with its record. Required.
   *
   * @param uri an http or https address
   * @return this
   * @throws InvalidParameterException when it is not such an address
   */
  public B referrer(String uri) {
    referrer = Parameters.httpUri("referrer", uri);
    return self();
  }

  /**
   * The app's name, shown with the backup's record. Required.
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
   * The app's description, shown with the backup's record. Required.
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
   * The DID of the server the app runs on. Empty by default.
   *
   * @param did a DID, with or without {@code did:abt:}, or empty
   * @return this
   * @throws InvalidParameterException when it is neither
   */
  public B serverDid(String did) {
    serverDid = Parameters.didOrEmpty("serverDid", did);
    return self();
  }

  /**
   * The DID of who signs. Empty by default.
   *
   * @param did a DID, with or without {@code did:abt:}, or empty
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
    return source(Source.folder(folder));
  }

  /**
   * The objects to back up.
   *
   * @param objects objects with a different key each
   * @return this
   * @throws InvalidParameterException when two objects have the same key
   */
  public B source(List<SourceObject> objects) {
    return source(Source.objects(objects));
  }

  /**
   * What to back up.
   *
   * @param source a source
   * @return this
   * @throws InvalidParameterException when it is a folder that does not exist
   */
  public B source(Source source) {
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
   * Another endpoint than the client's.
   *
   * @param endpoint an address such as {@code https://HOST/api/space/z…/app/z…/}
   * @return this
   * @throws InvalidParameterException when it is not such an address
   */
  public B endpoint(String endpoint) {
    connection.endpoint(endpoint);
    return self();
  }

  /**
   * Another wallet than the client's.
   *
   * @param wallet signs every request
   * @return this
   */
  public B wallet(Wallet wallet) {
    connection.wallet(wallet);
    return self();
  }

  /**
   * A delegation that lets the wallet act for the app; replaces the client's.
   *
   * @param delegation a verified delegation
   * @return this
   */
  public B delegation(Delegation delegation) {
    connection.delegation(delegation);
    return self();
  }

  /**
   * Other credentials than the client's.
   *
   * @param credentials how to authenticate
   * @return this
   */
  public B credentials(Credentials credentials) {
    connection.credentials(credentials);
    return self();
  }

  /**
   * Whether objects that the source no longer has are deleted from the space: last, and only when
   * nothing failed. Off by default. What the rules exclude is never deleted.
   *
   * @param strictSync true to delete
   * @return this
   */
  public B strictSync(boolean strictSync) {
    this.strictSync = strictSync;
    return self();
  }

  /**
   * Takes only files for which the predicate holds. Given more than once, all have to hold.
   *
   * @param filter gets the path relative to the source; called on a thread of the client
   * @return this
   */
  public B filter(Predicate<Path> filter) {
    rules.filter(filter);
    return self();
  }

  /**
   * Leaves out what matches: patterns as in a {@code .gitignore} file (gitignore(5)), where a later
   * pattern wins and {@code !} takes back. {@code .DS_Store}, {@code *~} and the folders {@code
   * .spaces-restore-…} that a killed restore has left are left out by default.
   *
   * @param globs patterns such as {@code node_modules/} or {@code **}{@code /*.tmp}
   * @return this
   * @throws InvalidParameterException when a pattern is malformed
   */
  public B exclude(String... globs) {
    rules.exclude(List.of(globs));
    return self();
  }

  /**
   * Leaves out the files and folders for which the predicate holds.
   *
   * @param rule gets the path relative to the source; called on a thread of the client
   * @return this
   */
  public B exclude(Predicate<Path> rule) {
    rules.exclude(rule);
    return self();
  }

  /**
   * Whether to compress the data. This makes the backup one into a vault: compressed, deduplicated,
   * with a snapshot for each run. Off by default.
   *
   * @param zip true for {@link Compression#deflate deflate(1)}; see {@link #compression} for others
   * @return this
   */
  public B zip(boolean zip) {
    vault.zip(zip);
    return self();
  }

  /**
   * How to compress the data. This makes the backup one into a vault.
   *
   * @param compression none by default
   * @return this
   */
  public B compression(Compression compression) {
    vault.compression(compression);
    return self();
  }

  /**
   * Encrypts the data, its names, sizes and times. This makes the backup one into a vault. Whoever
   * loses the key loses the data.
   *
   * @param encryption the vault's key
   * @return this
   */
  public B encryption(Encryption encryption) {
    vault.key().encryption(encryption);
    return self();
  }

  /**
   * Encrypts with a key, as {@link #encryption} does.
   *
   * @param hex 32 bytes in hexadecimal
   * @return this
   * @throws InvalidParameterException when it is not that
   */
  public B key(String hex) {
    vault.key().key(hex);
    return self();
  }

  /**
   * Mixes more bytes into the derivation of keys; whoever restores needs them too. This is no
   * nonce: every segment of every object has a nonce of its own.
   *
   * @param hex 24 to 128 hexadecimal digits
   * @return this
   * @throws InvalidParameterException when it is not such hexadecimal
   */
  public B iv(String hex) {
    vault.key().iv(hex);
    return self();
  }

  /**
   * The cipher. There is one.
   *
   * @param name {@code aes-256-gcm}
   * @return this
   * @throws InvalidParameterException when it is another
   */
  public B algorithm(String name) {
    VaultOptions.checkAlgorithm(name);
    return self();
  }

  /**
   * Whether to keep earlier states: each run makes a snapshot in a vault. Off by default.
   *
   * @param snapshot true for a vault
   * @return this
   */
  public B snapshot(boolean snapshot) {
    vault.snapshot(snapshot);
    return self();
  }

  /**
   * What to say about the snapshot. This makes the backup one into a vault.
   *
   * @param text some text
   * @return this
   */
  public B description(String text) {
    vault.description(text);
    return self();
  }

  /**
   * When the snapshot may be removed. This makes the backup one into a vault.
   *
   * @param instant never by default
   * @return this
   */
  public B expiresAt(Instant instant) {
    vault.expiresAt(instant);
    return self();
  }

  /**
   * Which snapshots to keep after this backup has succeeded; the others are removed, and what only
   * they needed. This makes the backup one into a vault.
   *
   * @param retention all by default
   * @return this
   */
  public B retention(Retention retention) {
    vault.retention(retention);
    return self();
  }

  /**
   * What starts the backup, for the history: a snapshot keeps it. Of a backup into a mirror nobody
   * keeps it.
   *
   * @param strategy {@link Strategy#MANUAL} by default
   * @return this
   */
  public B strategy(Strategy strategy) {
    vault.strategy(strategy);
    return self();
  }

  /**
   * How many objects are worked on at once.
   *
   * @param concurrency 1 to 256; 5 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public B concurrency(int concurrency) {
    this.concurrency = Parameters.between("concurrency", 1, 256, concurrency);
    return self();
  }

  /**
   * How often a request is tried again after a failure that may pass.
   *
   * @param retries 0 to 10; 3 by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public B retries(int retries) {
    this.retries = Parameters.between("retries", 0, 10, retries);
    return self();
  }

  /**
   * Where temporary files go: copies of files that keep changing, and of streams. The system's
   * temporary directory by default. The files are readable by their owner alone, and gone
   * afterwards.
   *
   * @param directory an existing, writable directory
   * @return this
   * @throws InvalidParameterException when it is not a directory
   */
  public B temporaryDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new InvalidParameterException(
          "temporaryDirectory", "is \"" + directory + "\"; expected an existing directory");
    }
    temporaryDirectory = directory;
    return self();
  }

  /**
   * Where the cache of content hashes is kept between runs. By default a directory of the user's:
   * {@code $XDG_STATE_HOME/spaces-client}, or {@code ~/.local/state/spaces-client}. It must lie
   * outside the source. Losing it costs time, nothing else.
   *
   * @param directory a directory, made when missing
   * @return this
   */
  public B stateDirectory(Path directory) {
    stateDirectory = directory;
    return self();
  }

  /**
   * Whether each object is logged at INFO. Off by default.
   *
   * @param debug true to log
   * @return this
   */
  public B debug(boolean debug) {
    this.debug = debug;
    return self();
  }

  /**
   * Whether to change nothing in the space, and only tell what would be done: the result's {@code
   * count} and {@code size} say how much, {@link BackupListener#objectPlanned} names each object.
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
    symbolicLinks = policy;
    return self();
  }

  /**
   * What to do with files that cannot be read, that vanish, or that are not files at all: FIFOs,
   * sockets, devices.
   *
   * @param policy {@link UnreadableFiles#REPORT} by default
   * @return this
   */
  public B unreadableFiles(UnreadableFiles policy) {
    unreadableFiles = policy;
    return self();
  }

  /**
   * Calls back with the progress; the laws are those of {@link BackupListener#progressed}.
   *
   * @param callback gets snapshots, one at a time
   * @return this
   */
  public B onProgress(Consumer<TransferProgress> callback) {
    return listener(
        new BackupListener() {
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
    return listener(
        new BackupListener() {
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
  public B listener(BackupListener listener) {
    listeners.add(listener);
    return self();
  }

  /**
   * Runs the backup and waits for its end.
   *
   * @return the result, also that of a failed backup: look at its status, or call {@link
   *     BackupResult#orElseThrow}
   * @throws InvalidParameterException when a parameter is missing
   */
  public BackupResult run() {
    return start().await();
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
    String folder =
        incremental()
            ? Parameters.required("appPid", appPid)
            : Parameters.required("appDid", appDid);
    BackupSpec spec =
        new BackupSpec(
            connection.target(),
            incremental(),
            folder,
            Parameters.required("userDid", userDid),
            Parameters.required("referrer", referrer),
            Parameters.required("appName", appName),
            Parameters.required("appDescription", appDescription),
            serverDid,
            signerDid,
            Parameters.required("source", source),
            strictSync,
            rules.build(),
            concurrency,
            retries,
            temporaryDirectory,
            stateDirectory,
            debug,
            dryRun,
            symbolicLinks,
            unreadableFiles,
            List.copyOf(listeners),
            vault.spec());
    requireStateOutside(spec.source());
    return spec;
  }

  /** State inside the source would be backed up, and change the source, with every run. */
  private void requireStateOutside(Source source) {
    if (source instanceof Source.All all) {
      all.parts().forEach(this::requireStateOutside);
    }
    if (stateDirectory != null
        && source instanceof Source.Folder folder
        && absolute(stateDirectory).startsWith(absolute(folder.path()))) {
      throw new InvalidParameterException(
          "stateDirectory",
          "is \"" + stateDirectory + "\", inside the source; expected a directory outside it");
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
