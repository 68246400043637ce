package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServerTest {
  private static final int THREADS = 4;

  @TempDir Path folder;

  @Test
  void keepsWhatItHasAcknowledgedWhenItIsKilled() throws Exception {
    Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch enough = new CountDownLatch(100);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (ServerProcess server = ServerProcess.start("64m", folder)) {
      RawClient client = server.client();
      for (int t = 0; t < THREADS; t++) {
        SeededRandom random = new SeededRandom(t);
        String prefix = "t" + t + "/";
        threads.execute(() -> putUntilItDies(client, prefix, random, acknowledged, enough));
      }
      assertThat(enough.await(1, TimeUnit.MINUTES)).isTrue();
      server.kill();
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    try (SpaceServer again =
        SpaceServer.builder().disk(folder).app(TestWallets.seeded(5)).build()) {
      acknowledged.forEach(
          (key, content) ->
              assertThat(again.objects().get(key).bytes()).as(key).isEqualTo(content));
      // At most what each thread had under way may be there without an acknowledgement.
      assertThat(again.objects().count())
          .isBetween(acknowledged.size(), acknowledged.size() + THREADS);
    }
  }

  private static void putUntilItDies(
      RawClient client,
      String prefix,
      SeededRandom random,
      Map<String, byte[]> acknowledged,
      CountDownLatch enough) {
    try {
      for (int i = 0; ; i++) {
        byte[] content = random.bytes(random.nextInt(40_000));
        if (client.put(prefix + i, content).statusCode() == 200) {
          acknowledged.put(prefix + i, content);
          enough.countDown();
        }
      }
    } catch (UncheckedIOException e) {
      // The server is gone.
    }
  }
}
