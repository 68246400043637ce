package io.spaces.client.testkit;

import io.spaces.client.identity.Did;
import io.spaces.client.identity.Wallet;
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
 */
public final class SpaceServerBuilder {
  private static final String SPACE = "space";

  private String host = "127.0.0.1";
  private int port;
  private boolean tls;
  private String mountPath = "/app";
  private Supplier<Storage> storage = MemoryStorage::keeping;
  private long capacity = 1L << 50;
  private boolean verification = true;
  private boolean anyApp;
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
   * Sets how many bytes of content fit into the space. Default: 2<sup>50</sup>.
   *
   * @param bytes 0 or more
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
   * Sets whether signatures, content hashes and the fields of records are checked. Default: true.
   *
   * @param on false to believe everything
   * @return this
   */
  public SpaceServerBuilder verification(boolean on) {
    verification = on;
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

  Space.Rules rules() {
    return new Space.Rules(verification, anyApp, Set.copyOf(accessKeys), Set.copyOf(tokens), clock);
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
