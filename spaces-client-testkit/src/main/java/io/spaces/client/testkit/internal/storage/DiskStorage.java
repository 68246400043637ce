package io.spaces.client.testkit.internal.storage;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keeps all below one folder: {@code space.properties} says who the space is, {@code apps/<name>/}
 * holds one {@link DiskShelf} each. One process at a time may use it.
 */
public final class DiskStorage implements Storage {
  private final Path root;
  private final FileChannel lock;
  private final List<DiskShelf> open = new ArrayList<>();

  private DiskStorage(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /** Opens or makes the storage in a folder. */
  public static DiskStorage at(Path root) {
    try {
      Files.createDirectories(root.resolve("apps"));
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new IllegalStateException("Another space server is using the folder " + root);
      }
      return new DiskStorage(root, channel);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a space in the folder " + root, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public synchronized Shelf shelf(String name) throws IOException {
    DiskShelf shelf = new DiskShelf(root.resolve("apps").resolve(name));
    open.add(shelf);
    return shelf;
  }

  @Override
  public List<String> shelves() throws IOException {
    try (Stream<Path> apps = Files.list(root.resolve("apps"))) {
      return apps.map(app -> app.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Map<String, String> identity() throws IOException {
    Path file = root.resolve("space.properties");
    if (!Files.exists(file)) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Map<String, String> identity = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> identity.put(n, properties.getProperty(n)));
    return identity;
  }

  @Override
  public void identify(Map<String, String> identity) throws IOException {
    Properties properties = new Properties();
    properties.putAll(identity);
    Path fresh = root.resolve("space.properties.new");
    try (Writer out = Files.newBufferedWriter(fresh)) {
      properties.store(out, null);
    }
    Files.move(
        fresh,
        root.resolve("space.properties"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void close() throws IOException {
    for (DiskShelf shelf : open) {
      shelf.close();
    }
    open.clear();
    lock.close();
  }
}
