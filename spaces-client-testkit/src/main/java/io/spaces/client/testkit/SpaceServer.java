package io.spaces.client.testkit;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.faults.Faults;
import io.spaces.client.testkit.internal.Engine;
import io.spaces.client.testkit.internal.fault.FaultPlan;
import io.spaces.client.testkit.internal.route.Routes;
import io.spaces.client.testkit.internal.route.Space;
import io.spaces.client.testkit.internal.storage.Areas;
import io.spaces.client.testkit.internal.storage.Capacity;
import io.spaces.client.testkit.internal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A DID Space: a real HTTP server that speaks the whole protocol, stores, lists, checks and refuses
 * as the official server's core does, and streams, so that objects may be larger than the heap.
 *
 * <pre>{@code
 * try (SpaceServer server = SpaceServer.inMemory().start()) {
 *   SpaceClient client = SpaceClient.builder()
 *       .endpoint(server.endpoint())
 *       .wallet(server.wallet())
 *       .build();
 *   …
 * }
 * }</pre>
 *
 * <p>It listens on the loopback interface and a free port unless told otherwise. Every app has an
 * area of its own in the space; {@link #endpoint()} is that of the app whose wallet is {@link
 * #wallet()}. Safe for use by several threads. Its threads are daemons and gone after {@link
 * #close}.
 */
public final class SpaceServer implements AutoCloseable {
  private final String host;
  private final int port;
  private final boolean tls;
  private final Clock clock;
  private final Did spaceDid;
  private final Did appDid;
  private final @Nullable Wallet wallet;
  private final Storage storage;
  private final Areas areas;
  private final Capacity capacity;
  private final Space space;
  private final Journal journal;
  private final FaultPlan faults;
  private final Engine engine;
  private final AtomicBoolean closed = new AtomicBoolean();

  SpaceServer(SpaceServerBuilder settings, Did app, @Nullable Wallet wallet) {
    this.host = settings.host();
    this.port = settings.port();
    this.tls = settings.isTls();
    this.clock = settings.clock();
    this.appDid = app;
    this.wallet = wallet;
    this.storage = settings.openStorage();
    try {
      this.spaceDid = settings.identify(storage);
      this.capacity = new Capacity(settings.capacity());
      this.areas = new Areas(storage, capacity);
      this.space =
          new Space(
              settings.identity(spaceDid, appDid, settings.mountPath()),
              settings.rules(settings.clock()),
              areas,
              capacity);
      this.journal = new Journal(settings.journalLimit());
      this.faults = new FaultPlan(areas, appDid.address(), clock);
      this.engine =
          new Engine(
              settings.mountPath(),
              tls ? host : null,
              faults,
              new Routes(space),
              new JournalObserver(journal, clock));
    } catch (IOException e) {
      closeStorage();
      throw new UncheckedIOException("Cannot open the space's storage", e);
    } catch (RuntimeException e) {
      closeStorage();
      throw e;
    }
  }

  /**
   * A server that keeps everything in memory.
   *
   * @return a server that has not started
   */
  public static SpaceServer inMemory() {
    return builder().build();
  }

  /**
   * A server that keeps everything below a folder. What another server left there is there again,
   * with the same space.
   *
   * @param root the folder, made when it is missing
   * @return a server that has not started
   */
  public static SpaceServer onDisk(Path root) {
    return builder().disk(root).build();
  }

  /**
   * Begins a server with other settings.
   *
   * @return a builder with the settings of {@link #inMemory}
   */
  public static SpaceServerBuilder builder() {
    return new SpaceServerBuilder();
  }

  /**
   * Starts to listen.
   *
   * @return this
   * @throws UncheckedIOException when the port cannot be opened; the server is closed then
   * @throws IllegalStateException when it was started or closed before
   */
  public SpaceServer start() {
    if (closed.get()) {
      throw new IllegalStateException("The server is closed");
    }
    try {
      engine.start(host, port);
    } catch (UncheckedIOException e) {
      close(); // or nobody could: who starts it right away has no hold of it yet
      throw e;
    }
    space.origin(origin());
    return this;
  }

  /**
   * Returns where the server listens.
   *
   * @return such as {@code http://127.0.0.1:41235}, without a slash at the end
   */
  public String origin() {
    return (tls ? "https://" : "http://")
        + (host.indexOf(':') < 0 ? host : "[" + host + "]")
        + ":"
        + port();
  }

  /**
   * Returns the certificate by which a server with {@link SpaceServerBuilder#tls} proves who it is.
   * A client that is to believe it has to be told: {@code
   * SpaceClient.builder().trust(server.certificate())}.
   *
   * @return one that the server signed for itself when it was made
   * @throws IllegalStateException when the server has no TLS
   */
  public X509Certificate certificate() {
    X509Certificate certificate = engine.certificate();
    if (certificate == null) {
      throw new IllegalStateException("The server has no TLS; see SpaceServerBuilder.tls()");
    }
    return certificate;
  }

  /**
   * Returns the port on which the server listens.
   *
   * @return 1 to 65535
   * @throws IllegalStateException before {@link #start}
   */
  public int port() {
    return engine.port();
  }

  /**
   * Returns the endpoint of this server's own app.
   *
   * @return such as {@code http://127.0.0.1:41235/app/api/space/z…/app/z…/}
   */
  public String endpoint() {
    return endpointFor(appDid);
  }

  /**
   * Returns the endpoint of any app. Its area comes to be when it is first used.
   *
   * @param app the app's DID
   * @return the endpoint
   */
  public String endpointFor(Did app) {
    origin();
    return space.endpoint(spaceDid.address(), app.address());
  }

  /**
   * Returns what to give to those who use an access key or an authorization token: the origin, from
   * which they find the rest.
   *
   * @return the same as {@link #origin}
   */
  public String baseUrl() {
    return origin();
  }

  /**
   * Returns the space's DID.
   *
   * @return the DID in every endpoint of this server
   */
  public Did spaceDid() {
    return spaceDid;
  }

  /**
   * Returns the DID of this server's own app.
   *
   * @return the DID in {@link #endpoint}
   */
  public Did appDid() {
    return appDid;
  }

  /**
   * Returns the wallet of this server's own app: one that may use {@link #endpoint}.
   *
   * @return a random wallet, unless the builder was given one
   * @throws IllegalStateException when the builder was given a DID only
   */
  public Wallet wallet() {
    if (wallet == null) {
      throw new IllegalStateException("The server knows its app's DID only, not its wallet");
    }
    return wallet;
  }

  /**
   * Returns the objects and records of this server's own app.
   *
   * @return a view that shows what is there now
   */
  public StoredObjects objects() {
    return objects(appDid);
  }

  /**
   * Returns the objects and records of an app.
   *
   * @param app the app's DID
   * @return a view that shows what is there now
   */
  public StoredObjects objects(Did app) {
    return new StoredObjects(areas.area(app.address()), clock);
  }

  /**
   * Returns the records of this server's own app, oldest first, but for the rows of what was sent;
   * those are {@code objects().syncRecords()}.
   *
   * @return an immutable copy
   */
  public List<StoredRecord> records() {
    return objects().records();
  }

  /**
   * Returns what the server was asked.
   *
   * @return the journal, which grows with every request
   */
  public Journal journal() {
    return journal;
  }

  /**
   * Returns the faults that are planned on this server.
   *
   * @return none at first
   */
  public Faults faults() {
    return faults;
  }

  /**
   * Returns how many requests are being dealt with now.
   *
   * @return 0 or more
   */
  public int requestsInFlight() {
    return engine.inFlight();
  }

  /**
   * Changes how many bytes the space is for, see {@link SpaceServerBuilder#capacity}.
   *
   * @param bytes of content, or 0 for no end; what is there stays, even when it is more
   */
  public void capacity(long bytes) {
    capacity.total(bytes);
  }

  /**
   * Fills the space up, as another app in it may do: from now on it takes no new key, until {@link
   * #capacity} makes room again.
   */
  public void fill() {
    capacity.fill();
  }

  /**
   * Makes the space say that it is not available, or available again.
   *
   * @param why what the space says, or null when it is available
   */
  public void unavailable(@Nullable String why) {
    unavailable(why, 0);
  }

  /**
   * Makes the space say that it is not available, or available again.
   *
   * @param why what the space says, or null when it is available
   * @param code the code it gives, such as 1003 for a space whose time has run out, or 0 for none
   */
  public void unavailable(@Nullable String why, int code) {
    space.unavailable(why, code);
  }

  /**
   * Changes what may be done in the space, for every app: what its owner no longer permits is
   * refused with 403. At first all of it is permitted.
   *
   * @param list whether objects may be listed
   * @param read whether objects may be read
   * @param write whether objects may be written and deleted
   */
  public void permit(boolean list, boolean read, boolean write) {
    space.permit(list, read, write);
  }

  /**
   * Changes what the server answers to those who ask which endpoint to use for backups.
   *
   * @param endpoint any text, or null for the endpoint that was asked
   */
  public void serviceEndpoint(@Nullable String endpoint) {
    space.serviceEndpoint(endpoint);
  }

  /** Stops: breaks every connection, ends every thread, closes the storage. Does nothing twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      engine.close();
      closeStorage();
    }
  }

  private void closeStorage() {
    try {
      storage.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the space's storage", e);
    }
  }
}
