package io.spaces.client;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.SpaceErrorCode;
import io.spaces.client.error.SpaceException;
import io.spaces.client.history.History;
import io.spaces.client.identity.Credentials;
import io.spaces.client.identity.Delegation;
import io.spaces.client.identity.Wallet;
import io.spaces.client.internal.check.Parameters;
import io.spaces.client.internal.history.AuditLog;
import io.spaces.client.internal.history.SpaceHistory;
import io.spaces.client.internal.http.HttpTimeouts;
import io.spaces.client.internal.library.RequiredLibraries;
import io.spaces.client.internal.protocol.object.ListLimits;
import io.spaces.client.internal.run.Client;
import io.spaces.client.internal.run.ClientConfig;
import io.spaces.client.internal.spec.StateDirectory;
import io.spaces.client.internal.waiting.Waiter;
import io.spaces.client.snapshot.Snapshot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client of a DID Space: backs an application's data up, and gets it back.
 *
 * <pre>{@code
 * try (SpaceClient client = SpaceClient.builder()
 *     .endpoint("https://…/api/space/z…/app/z…/")
 *     .wallet(Wallet.fromSecretKey(secretKey))
 *     .app(App.builder()
 *         .pid(pid).user(user)
 *         .name("My app").description("Tasks")
 *         .referrer("https://my.app/settings/backup")
 *         .build())
 *     .build()) {
 *   client.incrementalBackup().blocklet()
 *       .source(Path.of("data"))
 *       .run()
 *       .orElseThrow();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads, and meant to be shared: it holds the connections. Its threads
 * are daemons. Close it when done; when the JVM shuts down before that, what is under way is
 * cancelled and its records are closed.
 *
 * @since 0.1.0
 */
public final class SpaceClient implements AutoCloseable {
  private final Client client;
  private final Connection connection;

  private SpaceClient(Client client, Connection connection) {
    this.client = client;
    this.connection = connection;
  }

  /**
   * Returns a builder.
   *
   * @return a new builder, not safe for use by several threads
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A full backup.
   *
   * @return choose of what
   */
  public Operation<BlockletBackup> backup() {
    return () -> new BlockletBackup(client, connection);
  }

  /**
   * An incremental backup.
   *
   * @return choose of what
   */
  public Operation<IncrementalBlockletBackup> incrementalBackup() {
    return () -> new IncrementalBlockletBackup(client, connection);
  }

  /**
   * A restore.
   *
   * @return choose of what
   */
  public Operation<BlockletRestore> restore() {
    return () -> new BlockletRestore(client, connection);
  }

  /**
   * A verification of a mirror: reads and hashes all that the space holds of it, and names what is
   * lost or differs. Vaults are verified by {@link Snapshots#verify}.
   *
   * @param appPid the app's permanent DID, or its DID for what full backups have made; with or
   *     without {@code did:abt:}
   * @return a new builder, not safe for use by several threads
   * @throws InvalidParameterException when it is not a DID
   */
  public MirrorVerification verifyMirror(String appPid) {
    return new MirrorVerification(client, connection, Parameters.did("appPid", appPid));
  }

  /**
   * A verification of the mirror of the client's {@linkplain Builder#app app}, see {@link
   * #verifyMirror(String)}.
   *
   * @return a new builder, not safe for use by several threads
   * @throws InvalidParameterException when the client has no app with a {@link App#pid} or {@link
   *     App#did}
   */
  public MirrorVerification verifyMirror() {
    return verifyMirror(appPid());
  }

  /** Where a restore would look. */
  private String appPid() {
    App app = connection.app();
    return Parameters.required("appPid", app.pid() == null ? app.did() : app.pid());
  }

  /**
   * The single objects of the app's area in the space.
   *
   * @return the objects; lives as long as this client
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public SpaceObjects objects() {
    return new SpaceObjects(client, connection.target());
  }

  /**
   * Asks the space how it is. Whether it takes the credentials is not part of that: a space may say
   * how it is to anybody, or to nobody.
   *
   * @return what it says now, which may be nothing
   * @throws SpaceException when it cannot be reached
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public SpaceStatus status() {
    var status = client.connect(connection.target()).status();
    return SpaceStatus.builder()
        .available(!Boolean.FALSE.equals(status.available()))
        .full(status.isFull())
        .freeCapacity(status.freeCapacity())
        .error(SpaceErrorCode.fromCode(status.errorCode()))
        .message(status.errorMessage())
        .name(status.name())
        .version(status.version())
        .owner(status.owner())
        .listable(!Boolean.FALSE.equals(status.listable()))
        .readable(!Boolean.FALSE.equals(status.readable()))
        .writeable(!Boolean.FALSE.equals(status.writeable()))
        .build();
  }

  /**
   * The page on which people look at what the app has in the space.
   *
   * @return its address, as Blocklet Server links to it; empty when the endpoint does not name the
   *     space and the app
   * @throws SpaceException when the endpoint has to be found, and cannot be
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public Optional<String> explorer() {
    return Optional.ofNullable(client.connect(connection.target()).endpoint().explorer());
  }

  /**
   * What happened in the space: backups, restores and syncs.
   *
   * @return the history; lives as long as this client
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public History history() {
    return history(List::of);
  }

  /**
   * What happened in the space, with the snapshots of a vault.
   *
   * <pre>{@code
   * try (Snapshots snapshots = client.snapshots(pid).encryption(Encryption.key(key))) {
   *   client.history(snapshots).stream(HistoryQuery.all()).limit(20).forEach(...);
   * }
   * }</pre>
   *
   * @param snapshots the vault's, listed anew for each page or stream; not closed by the history,
   *     and to be closed after its last use
   * @return the history; lives as long as the snapshots. It throws what {@link Snapshots#list}
   *     does, too.
   * @throws InvalidParameterException when the client has no endpoint or no credentials
   */
  public History history(Snapshots snapshots) {
    return history(Parameters.required("snapshots", snapshots)::list);
  }

  private History history(Supplier<List<Snapshot>> snapshots) {
    return new SpaceHistory(new AuditLog(client.connect(connection.target())), snapshots);
  }

  /**
   * The snapshots that backups of an app have made in its vault.
   *
   * @param appPid the app's permanent DID, or its DID for what full backups have made; with or
   *     without {@code did:abt:}
   * @return the snapshots, to be closed; of no use after this client is closed
   * @throws InvalidParameterException when it is not a DID, or the client has no endpoint or no
   *     credentials
   */
  public Snapshots snapshots(String appPid) {
    return new Snapshots(client, connection, Parameters.did("appPid", appPid));
  }

  /**
   * The snapshots of the client's {@linkplain Builder#app app}, see {@link #snapshots(String)}.
   *
   * @return the snapshots, to be closed; of no use after this client is closed
   * @throws InvalidParameterException when the client has no endpoint, no credentials, or no app
   *     with a {@link App#pid} or {@link App#did}
   */
  public Snapshots snapshots() {
    return snapshots(appPid());
  }

  /**
   * Where state is kept unless a {@code stateDirectory} says it: {@code spaces-client} in the
   * user's folder for state, by the XDG Base Directory Specification (section 3).
   *
   * @return an absolute path, there or not; empty for a user without a home
   * @throws InvalidParameterException when the locale cannot express it
   */
  public static Optional<Path> userStateDirectory() {
    return Optional.ofNullable(StateDirectory.ofUser());
  }

  /**
   * Cancels what is under way, waits until its records are closed (30 seconds at the most), and
   * closes all connections. Without effect when closed already.
   */
  @Override
  public void close() {
    client.close();
  }

  /**
   * Makes a {@link SpaceClient}.
   *
   * @since 0.1.0
   */
  public static final class Builder {
    private final Connection connection = new Connection();
    private boolean followServiceEndpoint = true;
    private @Nullable String componentDid;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofSeconds(60);
    private long lowestRate = HttpTimeouts.LOWEST_RATE;
    private long mostListed = ListLimits.DEFAULTS.objects();
    private long longestList = ListLimits.DEFAULTS.bytes();
    private Duration listLag = ListLimits.DEFAULTS.lag();
    private Duration closingTimeout = ClientConfig.CLOSING_TIMEOUT;
    private List<X509Certificate> trusted = List.of();
    private Clock clock = Clock.systemUTC();
    private @Nullable ThreadFactory threads;

    private Builder() {}

    /**
     * The app's area in a space. This or {@link #baseUrl} is required, here or at each operation.
     *
     * @param endpoint an address such as {@code https://HOST/api/space/z…/app/z…/}; a query string
     *     and a trailing {@code object/} are dropped
     * @return this
     * @throws InvalidParameterException when it is not such an address
     */
    public Builder endpoint(String endpoint) {
      connection.endpoint(endpoint);
      return this;
    }

    /**
     * The server a space lives on, for access keys and authorization tokens; the endpoint is found
     * from there.
     *
     * @param url an address such as {@code https://HOST}
     * @return this
     * @throws InvalidParameterException when it is not an http or https address
     */
    public Builder baseUrl(String url) {
      connection.baseUrl(url);
      return this;
    }

    /**
     * The wallet that signs every request.
     *
     * @param wallet the app's, or one that a {@link #delegation} lets act for the app
     * @return this
     */
    public Builder wallet(Wallet wallet) {
      connection.wallet(wallet);
      return this;
    }

    /**
     * A delegation that lets the wallet act for the app.
     *
     * @param delegation a verified delegation
     * @return this
     */
    public Builder delegation(Delegation delegation) {
      connection.delegation(delegation);
      return this;
    }

    /**
     * How to authenticate; replaces wallet and delegation.
     *
     * @param credentials a wallet, an access key or an authorization token
     * @return this
     */
    public Builder credentials(Credentials credentials) {
      connection.credentials(credentials);
      return this;
    }

    /**
     * The app that is backed up and restored, for every run that does not say otherwise. None by
     * default: then each run says what it needs to know.
     *
     * @param app what is known of it
     * @return this
     */
    public Builder app(App app) {
      connection.app(app);
      return this;
    }

    /**
     * Whether a backup or restore asks the space for its service endpoint and uses that, which
     * bypasses a CDN. On by default.
     *
     * @param follow false to use the configured endpoint only
     * @return this
     */
    public Builder followServiceEndpoint(boolean follow) {
      followServiceEndpoint = follow;
      return this;
    }

    /**
     * The DID of the component whose objects these are: every key then lies below {@code
     * .components/<componentDid>/}. None by default; without effect when an access key or an
     * authorization token is used.
     *
     * @param did a DID, with or without {@code did:abt:}
     * @return this
     * @throws InvalidParameterException when it is not a DID
     */
    public Builder componentDid(String did) {
      componentDid = Parameters.did("componentDid", did);
      return this;
    }

    /**
     * How long to wait for a connection.
     *
     * @param timeout 1 ms to 24 days; 10 seconds by default
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder connectTimeout(Duration timeout) {
      connectTimeout = Parameters.timeout("connectTimeout", timeout);
      return this;
    }

    /**
     * How long a connection may neither take nor give a byte before it counts as broken; see also
     * {@link #lowestRate}. What was sent may have to cross a slow line yet: the answer to an upload
     * may take as long again for each 512 KiB of it, up to 4 MiB.
     *
     * @param timeout 1 ms to 24 days; 60 seconds by default
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = Parameters.timeout("idleTimeout", timeout);
      return this;
    }

    /**
     * How slow a connection may be before it counts as broken, too: {@link #idleTimeout} alone lets
     * a server send one byte a minute for ever. Measured over as long as that, 30 seconds at the
     * most, and only while the other side is waited for; how long it thinks before it answers does
     * not count, and of any one rest no more than half of that time. Behind a SOCKS proxy it is not
     * measured.
     *
     * @param bytesPerSecond 0, for as slow as it likes, to 1,000,000,000; 1024 by default, which
     *     eight connections on one line of 20 kB/s are above
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder lowestRate(int bytesPerSecond) {
      lowestRate = Parameters.between("lowestRate", 0, 1_000_000_000, bytesPerSecond);
      return this;
    }

    /**
     * How far a list of objects is read: a space may be hostile, or what answers in its place.
     * Whatever the numbers, what is kept of a list takes half of the memory that Java may take at
     * the most, and a longer one is refused with an error that says so.
     *
     * @param objects how many it may have, 1 or more; 10 million by default
     * @param bytes how long it may be, uncompressed, 1 or more; 4 GiB by default
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder listLimits(long objects, long bytes) {
      mostListed = Parameters.positive("objects", objects);
      longestList = Parameters.positive("bytes", bytes);
      return this;
    }

    /**
     * How long a list may lag behind what was sent. What a run has sent is looked for in a list
     * before anything relies on it; one that does not show it yet is waited for, and then asked for
     * again.
     *
     * @param time all waiting together, 0 or more; 30 seconds by default
     * @return this
     * @throws InvalidParameterException when it is negative
     */
    public Builder listLag(Duration time) {
      listLag = Parameters.notNegative("listLag", time);
      return this;
    }

    /**
     * How long a run that is over may take to tell the space how it ended, with all that is tried
     * again. A record that could not be closed in time makes a backup fail that would have
     * succeeded, and a warning of any other run. After a cancellation nothing of a run takes longer
     * than that.
     *
     * @param timeout 1 ms to 24 days; 30 seconds by default
     * @return this
     * @throws InvalidParameterException when out of range
     */
    public Builder closingTimeout(Duration timeout) {
      closingTimeout = Parameters.timeout("closingTimeout", timeout);
      return this;
    }

    /**
     * Certificates to trust beside those that the JVM trusts: of an authority of one's own, or of a
     * server that signed its own. None by default. Whatever they are, a server has to prove that it
     * holds the key of a trusted certificate that names its host, over TLS 1.2 or later; there is
     * no way to do without.
     *
     * @param certificates replace those that were given before
     * @return this
     */
    public Builder trust(X509Certificate... certificates) {
      trusted = Parameters.all("trust", certificates);
      return this;
    }

    /**
     * The clock that dates the tokens of requests.
     *
     * @param clock the system's by default
     * @return this
     */
    public Builder clock(Clock clock) {
      this.clock = Parameters.required("clock", clock);
      return this;
    }

    /**
     * Makes the threads of backups, restores and tasks: to make them virtual ones (Java 21), to
     * count them, or to copy what a thread knows, such as a logging context. The factory is asked
     * in the thread that starts something, and for what that starts itself in threads that it has
     * made. The client names the threads and makes them daemons. What every client of a JVM shares,
     * such as the watch for stalled connections, and what OkHttp has, is not made by it.
     *
     * @param factory makes new threads that are not started; plain ones by default
     * @return this
     */
    public Builder threads(ThreadFactory factory) {
      threads = Parameters.required("threads", factory);
      return this;
    }

    /**
     * Makes the client. Sends nothing yet.
     *
     * @return a new client, to be closed
     */
    public SpaceClient build() {
      RequiredLibraries.check();
      ClientConfig config =
          new ClientConfig(
              connectTimeout,
              idleTimeout,
              lowestRate,
              new ListLimits(mostListed, longestList, listLag),
              closingTimeout,
              followServiceEndpoint,
              componentDid,
              trusted,
              clock,
              threads,
              Waiter.of(clock));
      try {
        return new SpaceClient(new Client(config), connection.copy());
      } catch (LinkageError e) {
        throw RequiredLibraries.behindHttp(e);
      }
    }
  }
}
