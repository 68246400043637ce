package io.spaces.client.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.spaces.client.internal.restore.platform.NameTraits;
import io.spaces.client.internal.restore.platform.Platform;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCacheTest {
  private static final int LIMIT = 3;

  @TempDir Path folder;

  @Test
  void manyThreadsMeetInFewOpenFolders() throws Exception {
    long seed = 13;
    TargetDirectory root = new PathDirectory(folder.toRealPath());
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    try (root;
        Staging staging = Staging.open(root);
        DirectoryCache cache = new DirectoryCache(root, NameTraits.EXACT, LIMIT, staging)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        Random random = new Random(seed + t);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 150; i++) {
                      visit(cache, random);
                    }
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      cache.sync();
    }
    assertThat(failure.get()).as("seed %d", seed).isNull();
    try (var all = Files.walk(folder)) {
      assertThat(all.filter(Files::isRegularFile)).isNotEmpty().allMatch(this::isInItsFolder);
    }
  }

  /** Makes a file that is named for the folder it should be in. */
  private static void visit(DirectoryCache cache, Random random) throws IOException {
    String key = "a" + random.nextInt(12) + "/b" + random.nextInt(12);
    try (DirectoryCache.Lease lease = cache.openOrCreate(RestorePath.parse(key, Platform.POSIX))) {
      String name = key.replace('/', '-');
      if (lease.directory().stat(name) == null) {
        lease.directory().createFile(name).close();
      }
      lease.changed();
    } catch (FileAlreadyExistsException e) {
      // Another thread was first.
    }
  }

  private boolean isInItsFolder(Path file) {
    String parent = folder.relativize(file.getParent()).toString();
    return file.getFileName().toString().equals(parent.replace('/', '-'));
  }
}
