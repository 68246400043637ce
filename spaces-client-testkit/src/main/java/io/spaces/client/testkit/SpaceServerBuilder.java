package io.spaces.client.testkit;

import io.spaces.client.testkit.internal.storage.DiskStorage;
import io.spaces.client.testkit.internal.storage.MemoryStorage;
import io.spaces.client.testkit.internal.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * The settings of a {@link SpaceServer}. Not for use by several threads. Servers that were made do
 * not depend on it.
 *
 * <p>By default a server does what the official server's core does. Where only the routes decide,
 * which are not public, there is a setting for each way to read them: the table is in this
 * package's description.
 */
public final class SpaceServerBuilder extends SpaceAccess<SpaceServerBuilder> {
  private String host = "127.0.0.1";
  private int port;
  private boolean tls;
  private String mountPath = "/app";
  private Supplier<Storage> storage = MemoryStorage::keeping;
  private long capacity = 1L << 50;
  private Clock clock = Clock.systemUTC();
  private int journalLimit = 1_000_000;

  SpaceServerBuilder() {}

  @Override
  SpaceServerBuilder self() {
    return this;
  }

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
   * Makes the server, which does not listen yet.
   *
   * @return a server
   * @throws IllegalStateException when another server uses the same folder
   */
  public SpaceServer build() {
    return server(this);
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
