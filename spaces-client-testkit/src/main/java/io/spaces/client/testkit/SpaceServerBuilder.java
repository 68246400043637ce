package io.spaces.client.testkit;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
import io.spaces.client.testkit.internal.route.Readings;
import io.spaces.client.testkit.internal.route.Space;
import io.spaces.client.testkit.internal.storage.DiskStorage;
import io.spaces.client.testkit.internal.storage.MemoryStorage;
import io.spaces.client.testkit.internal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link SpaceServer}. Not for use by several threads. Servers that were made do
 * not depend on it.
 *
 * <p>By default a server does what the official server's core does. Where only the routes decide,
 * which are not public, there is a setting for each way to read them: the table is in this
 * package's description.
 */
public final class SpaceServerBuilder {
  private static final String SPACE = "space";

  private String host = "127.0.0.1";
  private int port;
  private boolean tls;
  private String mountPath = "/app";
  private Supplier<Storage> storage = MemoryStorage::keeping;
  private long capacity = 1L << 50;
  private Verification verification = Verification.CORE;
  private boolean anyApp;
  private String name = "A space";
  private @Nullable Did owner;
  private int fullStatus = 403;
  private int absentObject = 404;
  private @Nullable Integer absentEntry;
  private boolean contentLength;
  private Database database = Database.POSTGRES;
  private boolean strictRecords;
  private AuditPage auditPage = AuditPage.ROWS;
  private boolean officialHeads;
  private boolean extras = true;
  private Clock clock = Clock.systemUTC();
  private int journalLimit = 1_000_000;
  private @Nullable Did space;
  private @Nullable Did app;
  private @Nullable Wallet wallet;
  private final Set<String> accessKeys = new HashSet<>();
  private final Set<String> tokens = new HashSet<>();

  SpaceServerBuilder() {}

  /**
   * Sets the interface to listen on. Default: {@code 127.0.0.1}.
   *
   * @param name an address or a name of this machine
   * @return this
   */
  public SpaceServerBuilder host(String name) {
    host = name;
    return this;
  }

  /**
   * Sets the port to listen on. Default: 0, any that is free.
   *
   * @param number 0 to 65535
   * @return this
   * @throws IllegalArgumentException when it is not that
   */
  public SpaceServerBuilder port(int number) {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException("port is " + number + "; expected 0 to 65535");
    }
    port = number;
    return this;
  }

  /**
   * Serves https, with a certificate of its own that names its host: {@link
   * SpaceServer#certificate}. Without this it serves http.
   *
   * @return this
   */
  public SpaceServerBuilder tls() {
    tls = true;
    return this;
  }

  /**
   * Sets where on its host the space is mounted. Default: {@code /app}.
   *
   * @param path a path that begins with a slash and does not end in one, or empty for the root
   * @return this
   * @throws IllegalArgumentException when it is not that
   */
  public SpaceServerBuilder mountPath(String path) {
    if (!path.isEmpty() && (!path.startsWith("/") || path.endsWith("/"))) {
      throw new IllegalArgumentException(
          "mountPath is " + path + "; expected nothing, or a path such as /app");
    }
    mountPath = path;
    return this;
  }

  /**
   * Keeps everything in memory. The default.
   *
   * @return this
   */
  public SpaceServerBuilder memory() {
    storage = MemoryStorage::keeping;
    return this;
  }

  /**
   * Keeps everything below a folder, where it survives the server's end, even a sudden one.
   *
   * @param root the folder, made when it is missing
   * @return this
   */
  public SpaceServerBuilder disk(Path root) {
    storage = () -> DiskStorage.at(root);
    return this;
  }

  /**
   * Keeps names, sizes and hashes of objects but not their content, which cannot be asked for
   * again. For measurements.
   *
   * @return this
   */
  public SpaceServerBuilder discarding() {
    storage = MemoryStorage::discarding;
    return this;
  }

  /**
   * Sets how many bytes of content the space is for. A space that holds as many, or more, refuses
   * every new key, of whatever size; objects that are there may be replaced and deleted, and an
   * object that begins while there is room is taken whole. Default: 2<sup>50</sup>.
   *
   * @param bytes 0 for a space without an end, or more
   * @return this
   * @throws IllegalArgumentException when it is not that
   */
  public SpaceServerBuilder capacity(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("capacity is " + bytes + "; expected 0 or more");
    }
    capacity = bytes;
    return this;
  }

  /**
   * Sets what a new key is answered with when the space is full. Default: 403.
   *
   * @param status such as 402, 413 or 507
   * @return this
   * @throws IllegalArgumentException when it is not 400 to 599
   */
  public SpaceServerBuilder fullStatus(int status) {
    fullStatus = within("fullStatus", status, 400);
    return this;
  }

  /**
   * Sets what a GET of an object that is not there is answered with. Default: 404.
   *
   * @param status such as 400 or 500, or 200 for an answer without a body
   * @return this
   * @throws IllegalArgumentException when it is not 200 to 599
   */
  public SpaceServerBuilder absentObject(int status) {
    absentObject = within("absentObject", status, 200);
    return this;
  }

  /**
   * Sets what a question for one object's description, {@code list/…}, is answered with when there
   * is none. Default: 200 and {@code null}.
   *
   * @param status such as 404, or 200 for an answer without a body
   * @return this
   * @throws IllegalArgumentException when it is not 200 to 599
   */
  public SpaceServerBuilder absentEntry(int status) {
    absentEntry = within("absentEntry", status, 200);
    return this;
  }

  /**
   * Sets whether the content of an object comes with its {@code Content-Length}. Default: false, as
   * the core hands out streams.
   *
   * @param on true to say it
   * @return this
   */
  public SpaceServerBuilder contentLength(boolean on) {
    contentLength = on;
    return this;
  }

  /**
   * Sets the database by whose rules folders are listed and deleted. Default: {@link
   * Database#POSTGRES}.
   *
   * @param kind the database
   * @return this
   */
  public SpaceServerBuilder database(Database kind) {
    database = kind;
    return this;
  }

  /**
   * Sets whether a record has to satisfy the core's own schema of the audit log, by which {@code
   * serverDid} and {@code signerDid} are not empty, or only the check of the official client, which
   * lets them be. Default: false; {@link Verification#STRICT} asks for it anyway.
   *
   * @param on true for the core's schema
   * @return this
   */
  public SpaceServerBuilder strictRecords(boolean on) {
    strictRecords = on;
    return this;
  }

  /**
   * Sets the form of the audit log's pages. Default: {@link AuditPage#ROWS}.
   *
   * @param form one that a server may use
   * @return this
   */
  public SpaceServerBuilder auditPage(AuditPage form) {
    auditPage = form;
    return this;
  }

  /**
   * Sets whether {@code HEAD} is answered only where official programs ask, {@code
   * <endpoint>object/} and {@code /api/space/<spaceDid>}, or at the endpoint itself as well.
   * Default: false, there as well.
   *
   * @param on true to answer 404 at the endpoint itself
   * @return this
   */
  public SpaceServerBuilder officialHeads(boolean on) {
    officialHeads = on;
    return this;
  }

  /**
   * Sets whether {@code HEAD} says all that it can, or only what servers before 0.5.77 said: the
   * space's name, and whether it may be listed, read and written. Default: true.
   *
   * @param on false to say less
   * @return this
   */
  public SpaceServerBuilder statusExtras(boolean on) {
    extras = on;
    return this;
  }

  /**
   * Sets the name that the space gives itself. Default: {@code A space}.
   *
   * @param text any text
   * @return this
   */
  public SpaceServerBuilder name(String text) {
    name = text;
    return this;
  }

  /**
   * Sets whose space it is. Default: the DID of the server's own app.
   *
   * @param did a user's DID
   * @return this
   */
  public SpaceServerBuilder owner(Did did) {
    owner = did;
    return this;
  }

  /**
   * Sets whether anything is checked at all. The same as {@link #verify} with {@link
   * Verification#CORE} or {@link Verification#NONE}.
   *
   * @param on false to believe everything
   * @return this
   */
  public SpaceServerBuilder verification(boolean on) {
    return verify(on ? Verification.CORE : Verification.NONE);
  }

  /**
   * Sets how much of what clients send is checked. Default: {@link Verification#CORE}.
   *
   * @param level {@link Verification#STRICT} for the tests of a client
   * @return this
   */
  public SpaceServerBuilder verify(Verification level) {
    verification = level;
    return this;
  }

  /**
   * Lets everybody with a valid signature use the area of every app, as suits a server that one
   * starts by hand. Default: an app's area is for its wallet, and for those to whom that wallet
   * delegated.
   *
   * @return this
   */
  public SpaceServerBuilder anyApp() {
    anyApp = true;
    return this;
  }

  /**
   * Sets the clock that tokens are checked against and that times are taken from. Default: the
   * system's.
   *
   * @param time such as a {@link ManualClock}
   * @return this
   */
  public SpaceServerBuilder clock(Clock time) {
    clock = time;
    return this;
  }

  /**
   * Sets how many entries the journal keeps, the latest. Default: 1,000,000.
   *
   * @param entries 0 to keep no journal at all
   * @return this
   * @throws IllegalArgumentException when it is not that
   */
  public SpaceServerBuilder journal(int entries) {
    if (entries < 0) {
      throw new IllegalArgumentException("journal is " + entries + "; expected 0 or more");
    }
    journalLimit = entries;
    return this;
  }

  /**
   * Sets the space's DID. Default: the one that the storage remembers, else a random one.
   *
   * @param did any DID
   * @return this
   */
  public SpaceServerBuilder space(Did did) {
    space = did;
    return this;
  }

  /**
   * Sets the app that {@link SpaceServer#endpoint} is for, by its wallet. Default: a random one.
   *
   * @param appWallet the app's wallet
   * @return this
   */
  public SpaceServerBuilder app(Wallet appWallet) {
    wallet = appWallet;
    app = appWallet.did();
    return this;
  }

  /**
   * Sets the app that {@link SpaceServer#endpoint} is for, by its DID.
   *
   * @param did the app's DID
   * @return this
   */
  public SpaceServerBuilder app(Did did) {
    wallet = null;
    app = did;
    return this;
  }

  /**
   * Lets an access key use this server's own app's area, by way of the {@code default} space.
   *
   * @param key the key's wallet
   * @return this
   */
  public SpaceServerBuilder accessKey(Wallet key) {
    accessKeys.add(key.address());
    return this;
  }

  /**
   * Lets an authorization token use this server's own app's area, by way of the {@code default}
   * space.
   *
   * @param token the token
   * @return this
   */
  public SpaceServerBuilder authorizationToken(String token) {
    tokens.add(token);
    return this;
  }

  /**
   * Makes the server, which does not listen yet.
   *
   * @return a server
   * @throws IllegalStateException when another server uses the same folder
   */
  public SpaceServer build() {
    if (app == null) {
      Wallet own = Wallet.random();
      return new SpaceServer(this, own.did(), own);
    }
    return new SpaceServer(this, app, wallet);
  }

  /**
   * Makes the server and starts it.
   *
   * @return a server that listens
   */
  public SpaceServer start() {
    return build().start();
  }

  Storage openStorage() {
    return storage.get();
  }

  Did identify(Storage opened) throws IOException {
    String known = opened.identity().get(SPACE);
    if (space == null && known != null) {
      return Did.parse(known);
    }
    Did did = space == null ? Wallet.random().did() : space;
    opened.identify(Map.of(SPACE, did.address()));
    return did;
  }

  private static int within(String parameter, int status, int least) {
    if (status < least || status > 599) {
      throw new IllegalArgumentException(
          parameter + " is " + status + "; expected an HTTP status from " + least + " to 599");
    }
    return status;
  }

  Space.Identity identity(Did spaceDid, Did appDid) {
    return new Space.Identity(spaceDid, appDid, mountPath, name, owner == null ? appDid : owner);
  }

  Space.Rules rules() {
    return new Space.Rules(
        verification, readings(), anyApp, Set.copyOf(accessKeys), Set.copyOf(tokens), clock);
  }

  private Readings readings() {
    return new Readings(
        fullStatus,
        absentObject,
        absentEntry,
        contentLength,
        database,
        strictRecords,
        auditPage,
        officialHeads,
        extras);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  boolean isTls() {
    return tls;
  }

  String mountPath() {
    return mountPath;
  }

  long capacity() {
    return capacity;
  }

  Clock clock() {
    return clock;
  }

  int journalLimit() {
    return journalLimit;
  }
}
