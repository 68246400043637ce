package io.spaces.client.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Watches how much a run takes of the disk, and what it leaves behind. */
final class HostileDisk implements AutoCloseable {
  /** State and target are small here; the rest is packs and files in the making. */
  private static final long MOST = 64L << 20;

  private static final long LOOK_EVERY_MILLIS = 20;

  private final HostileWorld world;
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
  private long most;
  private long mostEver;

  HostileDisk(HostileWorld world) {
    this.world = world;
    Future<?> unused =
        looks.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    most = Math.max(most, world.bytesOnDisk());
    mostEver = Math.max(most, mostEver);
  }

  /** From here on a run is watched. */
  synchronized void begin() {
    most = 0;
  }

  /** Returns what is wrong after a run. */
  List<String> end() {
    look();
    List<String> wrong = new ArrayList<>();
    synchronized (this) {
      if (most > MOST) {
        wrong.add(most + " bytes on disk");
      }
    }
    try (Stream<Path> left = Files.list(world.temporary)) {
      for (Path path : (Iterable<Path>) left::iterator) {
        // A library of native code is there for as long as the process lives.
        if (!path.getFileName().toString().startsWith("libzstd")) {
          wrong.add("left behind: " + path);
          Programs.deleteTree(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wrong;
  }

  /** Returns the most bytes that any run took. */
  synchronized long most() {
    return mostEver;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
