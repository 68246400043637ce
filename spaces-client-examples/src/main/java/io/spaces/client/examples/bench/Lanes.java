package io.spaces.client.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Numbers from 0 up, taken by several threads. */
final class Lanes {
  private Lanes() {}

  /** Does the work of one thread. */
  interface Lane {
    void take(int number) throws Exception;
  }

  static void run(int threads, int count, Callable<Lane> lanes) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      AtomicInteger next = new AtomicInteger();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(
                () -> {
                  Lane lane = lanes.call();
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    lane.take(n);
                  }
                  return null;
                }));
      }
      for (Future<?> thread : running) {
        thread.get();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
