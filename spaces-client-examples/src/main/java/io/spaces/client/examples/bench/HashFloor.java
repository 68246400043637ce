package io.spaces.client.examples.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * The floor without a network: walks a folder, and reads and hashes every file (SHA-256 of the JDK,
 * no tree), on as many threads as a backup uses.
 */
public final class HashFloor {
  private static final int BUFFER_SIZE = 1 << 18;

  private HashFloor() {}

  /**
   * Does it once.
   *
   * @param folder what to hash
   * @param threads how many files at once
   * @return seconds in this process
   * @throws Exception when a file cannot be read
   */
  public static double run(Path folder, int threads) throws Exception {
    long start = System.nanoTime();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    Lanes.run(threads, files.size(), () -> new Hasher(files));
    return (System.nanoTime() - start) / 1e9;
  }

  private static final class Hasher implements Lanes.Lane {
    private final List<Path> files;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private final MessageDigest digest;

    Hasher(List<Path> files) throws GeneralSecurityException {
      this.files = files;
      digest = MessageDigest.getInstance("SHA-256");
    }

    @Override
    public void take(int number) throws IOException {
      try (InputStream in = Files.newInputStream(files.get(number))) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      byte[] hash = digest.digest();
      if (hash.length == 0) {
        throw new IOException("no hash"); // keeps the JIT from dropping the work
      }
    }
  }
}
