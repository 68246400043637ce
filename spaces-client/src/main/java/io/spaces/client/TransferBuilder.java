package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.spec.SpaceAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What backups and restores have in common: which space and as whom, on whose behalf, which files,
 * and how hard to try. Each parameter is checked where it is given. Not safe for use by several
 * threads; what was started no longer depends on it.
 *
 * @param <B> the builder itself
 * @since 0.1.0
 */
public abstract sealed class TransferBuilder<B extends TransferBuilder<B>>
    permits VaultBuilder, BlockletRestore {
  final Client client;
  final Connection connection;
  final FileRules.Builder rules;

  @Nullable String userDid;
  @Nullable String referrer;
  @Nullable String serverDid;
  int concurrency = 5;
  int retries = 3;
  @Nullable Duration timeLimit;
  boolean debug;

  TransferBuilder(Client client, Connection connection, FileRules.Builder rules) {
    this.client = client;
    this.connection = connection.copy();
    this.rules = rules;
  }

  abstract B self();

  /**
   * Another app than the client's. What is given by itself, such as {@link #userDid}, counts before
   * what the app says, in whatever order they are given.
   *
   * @param app replaces the client's app as a whole; {@link App#toBuilder} changes a part of one
   * @return this
   */
  public B app(App app) {
    connection.app(app);
    return self();
  }

  /**
   * The DID of the user on whose behalf this runs. Required, here or in the {@link #app}.
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
   * The page from which this was started, shown with its record. Required, here or in the {@link
   * #app}.
   *
   * @param uri an http or https address, without a user name
   * @return this
   * @throws InvalidParameterException when it is not such an address
   */
  public B referrer(String uri) {
    referrer = Parameters.httpUri("referrer", uri);
    return self();
  }

  /**
   * The DID of the server the app runs on, shown with the record. By default what the {@link #app}
   * says, or that of the wallet that signs; with an authorization token, where nothing is signed,
   * the app's.
   *
   * @param did a DID, with or without {@code did:abt:}; empty for the default
   * @return this
   * @throws InvalidParameterException when it is neither
   */
  public B serverDid(String did) {
    serverDid = Parameters.didOrEmpty("serverDid", did);
    return self();
  }

  final String requiredUser() {
    return Parameters.required("userDid", given(userDid, connection.app().user()));
  }

  final String requiredReferrer() {
    return Parameters.required("referrer", given(referrer, connection.app().referrer()));
  }

  /** What was given here, or else what the app says. */
  static @Nullable String given(@Nullable String here, @Nullable String app) {
    return here == null ? app : here;
  }

  /** What was given, or who acts: a space may refuse a record that leaves it empty. */
  static String orActor(@Nullable String did, SpaceAccess target, String app) {
    String signer = target.signer();
    return did == null || did.isEmpty() ? (signer == null ? app : signer) : did;
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
   * @throws InvalidParameterException when there are credentials, and they have no wallet
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
   * Takes only files for which the predicate holds. Given more than once, all have to hold. In a
   * backup it is about folders, and an error where the source has none; so is {@link #exclude}.
   *
   * @param filter gets the path relative to the folder that is backed up, or restored into; called
   *     on a thread of the client
   * @return this
   */
  public B filter(Predicate<Path> filter) {
    rules.filter(Parameters.required("filter", filter));
    return self();
  }

  /**
   * Leaves out what matches: patterns as in a {@code .gitignore} file (gitignore(5)), where a later
   * pattern wins and {@code !} takes back. A backup leaves out {@code .DS_Store}, {@code *~}, the
   * folders {@code .spaces-restore-…} that a killed restore has left, and this library's own state
   * by default.
   *
   * @param globs patterns such as {@code node_modules/} or {@code **}{@code /*.tmp}
   * @return this
   * @throws InvalidParameterException when a pattern is malformed, blank, or a comment
   */
  public B exclude(String... globs) {
    rules.exclude(Parameters.all("exclude", globs));
    return self();
  }

  /**
   * Leaves out the files and folders for which the predicate holds.
   *
   * @param rule gets the path relative to the folder that is backed up, or restored into; called on
   *     a thread of the client
   * @return this
   */
  public B exclude(Predicate<Path> rule) {
    rules.exclude(Parameters.required("exclude", rule));
    return self();
  }

  /**
   * How many objects are worked on at once. Fewer are where the process may not have as many files
   * and connections open ({@code ulimit -n}).
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
   * How long the whole run may take. One that has not come to its end by then is ended as by a
   * cancellation, and has failed: its {@code cause()} is a {@link
   * io.spaces.client.error.TimeLimitException}. Telling the space so may take a little longer, see
   * {@link SpaceClient.Builder#closingTimeout}; the pruning after a backup does not count. A
   * program can have a limit of its own, see {@link io.spaces.client.backup.Source#timeLimit}.
   *
   * @param limit 1 ms to 24 days; none by default
   * @return this
   * @throws InvalidParameterException when out of range
   */
  public B timeLimit(Duration limit) {
    timeLimit = Parameters.timeout("timeLimit", limit);
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
}
